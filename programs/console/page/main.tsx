import { render } from "preact";
import { App } from "./app.tsx";
import "uplot/dist/uPlot.min.css";
import "./theme.css";
import "./style.css";

const root = document.getElementById("app");
if (root) render(<App />, root);
