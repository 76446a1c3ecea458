// Starts the documentation of the API; its own file, because the page allows no script inside it.
SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: -1,
  validatorUrl: null,
  requestSnippetsEnabled: true,
  presets: [SwaggerUIBundle.presets.apis],
});
