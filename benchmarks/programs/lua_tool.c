/* Lua as a tool: runs the chunk of its first argument, which reads standard input and prints. */
#include <stdio.h>
#include "lauxlib.h"
#include "lualib.h"

int main(int argc, char **argv) {
  lua_State *state = luaL_newstate();
  if (argc < 2 || state == NULL) {
    fputs("no chunk, or no memory\n", stderr);
    return 2;
  }
  luaL_openlibs(state);
  if (luaL_dostring(state, argv[1]) != LUA_OK) {
    fprintf(stderr, "%s\n", lua_tostring(state, -1));
    return 1;
  }
  lua_close(state);
  return 0;
}
