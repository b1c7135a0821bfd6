import { render } from "preact";
import { followAccent } from "./accent";
import { App } from "./app";
import { engine } from "./engine";
import type { Page } from "./pages";
import { guess, speak } from "./words";
import "./styles/theme.css";
import "./styles/page.css";

const place = document.getElementById("app");
if (!place) throw new Error("index.html has no #app");

speak(guess(navigator.languages));
followAccent();

// `vite dev` shows a recorded state without a window around it: /?fixture=broken-config&page=log. Not part of a build.
const asked = new URLSearchParams(location.search);
const fixture = import.meta.env.DEV ? asked.get("fixture") : null;
if (fixture === null) render(<App engine={engine} />, place);
else void import("../fixtures/recorded").then(({ recorded }) => render(<App engine={recorded(fixture, (asked.get("page") ?? "overview") as Page)} />, place));
