import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/"] },
  js.configs.recommended,
  {
    files: ["src/**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      complexity: ["error", 10],
      eqeqeq: "error",
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", 5],
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      // Text reaches the page as text: nodes are made, markup is never parsed.
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Use textContent or append nodes." },
        { property: "outerHTML", message: "Use textContent or append nodes." },
        { property: "insertAdjacentHTML", message: "Use textContent or append nodes." },
        { object: "document", property: "write", message: "Append nodes." },
      ],
      // The file must work from disk with no network.
      "no-restricted-globals": ["error", "fetch", "XMLHttpRequest", "WebSocket", "EventSource"],
      // Reading an array inside its bounds: `noUncheckedIndexedAccess` makes each such place visible as `!`.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: ["src/**/*.test.ts"],
    rules: {
      // node:test returns a promise nobody needs to await at the top of a file.
      "@typescript-eslint/no-floating-promises": "off",
      "max-lines-per-function": "off",
    },
  },
  {
    files: ["*.mjs"],
    languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } },
  },
);
