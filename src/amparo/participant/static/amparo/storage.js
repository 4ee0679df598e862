// The phone's own small database. Nothing readable about a person is written here: captures are sealed first.

const NAME = "amparo";
const STORES = { outbox: "client_id", receipts: "client_id", facts: "name" };
let opening = null;

export const put = (store, row) => run(store, "readwrite", (rows) => rows.put(row));
// All of them or none: a phone that is full, or dies now, keeps no half.
export const putAll = (store, list) => run(store, "readwrite", (rows) => list.map((row) => rows.put(row)).at(-1));
export const get = (store, key) => run(store, "readonly", (rows) => rows.get(key));
export const all = (store) => run(store, "readonly", (rows) => rows.getAll());
export const remove = (store, key) => run(store, "readwrite", (rows) => rows.delete(key));
export const clear = (store) => run(store, "readwrite", (rows) => rows.clear());

function open() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(STORES)) asked.result.createObjectStore(store, { keyPath });
    };
    asked.onsuccess = () => resolve(watched(asked.result));
    asked.onerror = () => reject(asked.error);
  }).catch((problem) => {
    opening = null;
    throw problem;
  });
  return opening;
}

function watched(database) {
  database.onclose = database.onversionchange = () => {
    database.close();
    opening = null;
  };
  return database;
}

const run = async (...how) => transact(await open(), ...how);

// Resolves when it is on the disk: a battery that dies now takes nothing.
export const transact = (database, store, mode, act) =>
  new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: "strict" });
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? request.error);
  });
