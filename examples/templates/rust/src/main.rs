use serde_json::{json, Value};

fn main() {
    let arguments: Value = match serde_json::from_reader(std::io::stdin()) {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("{error}"); // goes to the caller, together with the exit code
            std::process::exit(1);
        }
    };
    let name = arguments["name"].as_str().unwrap_or("world");
    println!("{}", json!({ "greeting": format!("Hello, {name}") }));
}
