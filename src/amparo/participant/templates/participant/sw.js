{% load static %}// The names of the files below change with their content, so a new release is a new service worker.
import { run } from "{% static 'amparo/shell.js' %}";

run(self, {
  offline: "{% url 'participant:offline' %}",
  leave: "{% url 'participant:leave' %}",
  clockFace: "{% url 'participant:clock' %}",
  files: [
    "{% static 'amparo/app.js' %}",
    "{% static 'amparo/aloud.js' %}",
    "{% static 'amparo/leave.js' %}",
    "{% static 'amparo/leaving.js' %}",
    "{% static 'amparo/dial.js' %}",
    "{% static 'amparo/files.js' %}",
    "{% static 'amparo/check_in.js' %}",
    "{% static 'amparo/capture.js' %}",
    "{% static 'amparo/needs.js' %}",
    "{% static 'amparo/messages.js' %}",
    "{% static 'amparo/queue.js' %}",
    "{% static 'amparo/seal.js' %}",
    "{% static 'amparo/place.js' %}",
    "{% static 'amparo/clock.js' %}",
    "{% static 'amparo/receipt.js' %}",
    "{% static 'amparo/receipt_page.js' %}",
    "{% static 'amparo/storage.js' %}",
    "{% static 'amparo/trouble.js' %}",
    "{% static 'amparo/bytes.js' %}",
    "{% static 'amparo/calendar.css' %}",
    "{% static 'amparo/icon.svg' %}",
  ],
});
