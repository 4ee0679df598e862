// Where a file is chosen there is a button in the page's language: the browser's own speaks the browser's.

function dress(input) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn alt", textContent: input.dataset.choose });
  const chosen = Object.assign(document.createElement("span"), { className: "soft", dir: "auto" });
  chosen.setAttribute("aria-live", "polite");
  const label = input.labels[0];
  button.id = `${input.id}-choose`;
  label.id ||= `${input.id}-label`;
  button.setAttribute("aria-labelledby", `${label.id} ${button.id}`);
  button.addEventListener("click", () => input.click());
  label.addEventListener("click", (event) => (event.preventDefault(), button.click()));
  const tell = () => (chosen.textContent = [...input.files].map(({ name }) => name).join(" · "));
  input.addEventListener("change", tell);
  input.form?.addEventListener("reset", () => setTimeout(tell));
  input.hidden = true;
  input.after(button, chosen);
  tell();
}

for (const input of document.querySelectorAll("input[type=file][data-choose]")) dress(input);
