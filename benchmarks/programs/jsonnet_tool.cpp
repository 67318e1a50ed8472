/* Jsonnet as a tool: evaluates the snippets of its arguments, which find standard input in std.extVar("input"), and prints an array of
   what they answer; for a snippet that fails, an object with its error. */
#include <iostream>
#include <iterator>
#include <string>
#include "nlohmann/json.hpp"

extern "C" {
#include "libjsonnet.h"
}

int main(int argc, char **argv) {
  nlohmann::json answers = nlohmann::json::array();
  try {
    nlohmann::json input = nlohmann::json::parse(std::string(std::istreambuf_iterator<char>(std::cin), {}));
    JsonnetVm *vm = jsonnet_make();
    jsonnet_ext_code(vm, "input", input.dump().c_str());
    for (int each = 1; each < argc; each++) {
      int failed;
      char *answer = jsonnet_evaluate_snippet(vm, "snippet", argv[each], &failed);
      answers.push_back(failed ? nlohmann::json{{"error", answer}} : nlohmann::json::parse(answer));
      jsonnet_realloc(vm, answer, 0);
    }
    jsonnet_destroy(vm);
  } catch (const nlohmann::json::exception &e) {
    std::cerr << e.what() << '\n';
    return 1;
  }
  std::cout << answers.dump() << '\n';
  return 0;
}
