import { render } from "preact";
import { App } from "./app";
import { engine } from "./engine";
import "./styles/theme.css";
import "./styles/page.css";

const place = document.getElementById("app");
if (!place) throw new Error("index.html has no #app");

// `vite dev` shows a recorded state without a window around it: /?fixture=broken-config. Not part of a build.
const fixture = import.meta.env.DEV ? new URLSearchParams(location.search).get("fixture") : null;
if (fixture === null) render(<App engine={engine} />, place);
else void import("../fixtures/recorded").then(({ recorded }) => render(<App engine={recorded(fixture)} />, place));
