/* toml++ as a tool: parses the TOML texts "documents" of standard input, a JSON object, and prints an array of what they say; for a text
   that is malformed, an object with the error and where it is. */
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include "nlohmann/json.hpp"
#include "toml++/toml.h"

int main() {
  nlohmann::json answers = nlohmann::json::array();
  try {
    nlohmann::json input = nlohmann::json::parse(std::string(std::istreambuf_iterator<char>(std::cin), {}));
    for (const nlohmann::json &each : input.at("documents")) {
      try {
        toml::table table = toml::parse(each.get<std::string>());
        std::ostringstream text;
        text << toml::json_formatter{table};
        answers.push_back(nlohmann::json::parse(text.str()));
      } catch (const toml::parse_error &e) {
        answers.push_back({{"error", e.description()}, {"line", e.source().begin.line}});
      }
    }
  } catch (const nlohmann::json::exception &e) {
    std::cerr << e.what() << '\n';
    return 1;
  }
  std::cout << answers.dump() << '\n';
  return 0;
}
