// The phone's own small databases. What a person says is sealed or locked before it is written here; what travels in clear
// lies here in clear too.

// {put, putAll, get, all, remove, clear}; `stores` names for each the field that tells its rows apart. What resolves is on
// the disk: a battery that dies now takes nothing.
export function database(name, stores) {
  let opening = null;

  function open() {
    opening ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = () => {
        for (const [store, keyPath] of Object.entries(stores)) asked.result.createObjectStore(store, { keyPath });
      };
      asked.onsuccess = () => resolve(watched(asked.result));
      asked.onerror = () => reject(asked.error);
    }).catch((problem) => {
      opening = null;
      throw problem;
    });
    return opening;
  }

  function watched(opened) {
    opened.onclose = opened.onversionchange = () => {
      opened.close();
      opening = null;
    };
    return opened;
  }

  const run = async (store, mode, act) => {
    const opened = await open();
    return new Promise((resolve, reject) => {
      const transaction = opened.transaction(store, mode, { durability: "strict" });
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? request.error);
    });
  };
  return {
    put: (store, row) => run(store, "readwrite", (rows) => rows.put(row)),
    // All of them or none: a phone that is full, or dies now, keeps no half.
    putAll: (store, list) => run(store, "readwrite", (rows) => list.map((row) => rows.put(row)).at(-1)),
    get: (store, key) => run(store, "readonly", (rows) => rows.get(key)),
    all: (store) => run(store, "readonly", (rows) => rows.getAll()),
    remove: (store, key) => run(store, "readwrite", (rows) => rows.delete(key)),
    clear: (store) => run(store, "readwrite", (rows) => rows.clear()),
  };
}

export const { put, putAll, get, all, remove, clear } = database("amparo", { outbox: "client_id", facts: "name" });
