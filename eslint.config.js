import eslintPlugin from "eslint-plugin-eslint-plugin";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "coverage/"] },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // `strict` types make most of these visible already; the rest are deliberate defaults at the edges.
      "@typescript-eslint/no-unnecessary-condition": "off",
      "max-lines": ["error", { max: 450, skipBlankLines: false }],
      eqeqeq: "error",
    },
  },
  {
    files: ["src/**"],
    rules: {
      // V8 allots such a function among its long-lived objects; until the next major collection it keeps alive what it
      // closes over. In a rule that is the whole file: it made linting many files slower by two thirds.
      "no-restricted-syntax": [
        "error",
        {
          selector: "AssignmentExpression[left.type='MemberExpression'][right.type=/Function/]",
          message:
            "Give the function a name first, then assign it: `const listen = () => ...; visitor[type] = listen`.",
        },
      ],
    },
  },
  {
    // A rule file is an ESLint rule wrapped in defineRule(): the plugin's checks of rule bodies apply.
    files: ["src/rules/*.ts"],
    plugins: { "eslint-plugin": eslintPlugin },
    rules: {
      "eslint-plugin/no-deprecated-context-methods": "error",
      "eslint-plugin/no-missing-placeholders": "error",
      "eslint-plugin/no-unused-placeholders": "error",
      "eslint-plugin/no-useless-token-range": "error",
      "eslint-plugin/prefer-object-rule": "error",
      "eslint-plugin/fixer-return": "error",
    },
  },
  {
    // Tables: one entry after the other, nothing to read top-down.
    files: ["src/knowledge/*.ts"],
    rules: { "max-lines": "off" },
  },
  {
    files: ["test/**", "tools/**", "bench/**"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/unbound-method": "off",
      // A test that meets undefined fails, which is what it is for.
      "@typescript-eslint/no-non-null-assertion": "off",
      // Tables may be long.
      "max-lines": "off",
    },
  },
);
