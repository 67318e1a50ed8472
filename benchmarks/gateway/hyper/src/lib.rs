//! A plugin of hyper-mcp with one tool, which gives back what it was given.

use extism_pdk::{plugin_fn, FnResult, Json};
use serde_json::{json, Value};

#[plugin_fn]
pub fn describe() -> FnResult<Json<Value>> {
    Ok(Json(json!({"tools": [{
        "name": "echo",
        "description": "Gives back what it was given.",
        "inputSchema": {
            "type": "object",
            "properties": {"text": {"type": "string"}},
            "required": ["text"]
        }
    }]})))
}

#[plugin_fn]
pub fn call(Json(request): Json<Value>) -> FnResult<Json<Value>> {
    let text = request["params"]["arguments"]["text"].as_str().unwrap_or("");
    Ok(Json(json!({"content": [{"type": "text", "text": text}]})))
}
