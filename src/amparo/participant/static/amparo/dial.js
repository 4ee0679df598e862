// The hour on a page that says nothing else.

const hour = document.querySelector("[data-hour]");
const day = document.querySelector("[data-day]");
const language = document.documentElement.lang;
const hours = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", second: "2-digit" });
const days = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

function show() {
  const now = new Date();
  hour.textContent = hours.format(now);
  day.textContent = days.format(now);
}

hour.hidden = false;
show();
setInterval(show, 1000);
