// A need and "I do not need help now": the later tick holds.

addEventListener("change", ({ target }) => {
  const others = "alone" in target.dataset ? ":checked:not([data-alone])" : "[data-alone]";
  for (const box of target.closest("[data-kind=many]")?.querySelectorAll(others) ?? []) box.checked = false;
});
