// Leaving at once, on pages that have no other script.

import { offer } from "./leave.js";

offer();
