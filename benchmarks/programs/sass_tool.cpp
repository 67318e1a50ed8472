/* Sass as a tool: compiles the stylesheets of its arguments, which find the numbers "n" of standard input in $n, and prints an array of
   what they become; for a stylesheet that fails, an object with its error. */
#include <iostream>
#include <iterator>
#include <string>
#include "nlohmann/json.hpp"
#include "sass/context.h"

int main(int argc, char **argv) {
  nlohmann::json answers = nlohmann::json::array();
  try {
    nlohmann::json input = nlohmann::json::parse(std::string(std::istreambuf_iterator<char>(std::cin), {}));
    std::string numbers = "$n: (";
    for (const nlohmann::json &each : input.at("n")) {
      numbers += std::to_string(each.get<int>()) + ", ";
    }
    for (int each = 1; each < argc; each++) {
      Sass_Data_Context *data = sass_make_data_context(sass_copy_c_string((numbers + ");\n" + argv[each]).c_str()));
      Sass_Context *context = sass_data_context_get_context(data);
      sass_option_set_output_style(sass_context_get_options(context), SASS_STYLE_COMPRESSED);
      if (sass_compile_data_context(data)) {
        answers.push_back({{"error", sass_context_get_error_text(context)}});
      } else {
        answers.push_back(sass_context_get_output_string(context));
      }
      sass_delete_data_context(data);
    }
  } catch (const nlohmann::json::exception &e) {
    std::cerr << e.what() << '\n';
    return 1;
  }
  std::cout << answers.dump() << '\n';
  return 0;
}
