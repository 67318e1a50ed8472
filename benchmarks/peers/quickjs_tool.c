/*
 * A language runtime as a tool: QuickJS behind Vexhost's "vex" interface, about 1 MB when compiled.
 *
 * Input: {"code": "an expression that may use `input`", "input": any}; output: the expression's value as JSON.
 * QuickJS itself (MIT licence) comes from a registry package, see install.py; nothing of it is in this file.
 *
 * Runtime and global object are made by a constructor, which `_initialize` runs: in each call, or once for all of
 * them where the descriptor asks for a snapshot.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#include "quickjs.h"

#define EXPORT(name) __attribute__((export_name(name)))

static const char FAILED[] = "{\"error\":\"the code failed\"}";

static JSContext *context;

/* QuickJS seeds Math.random with the time when a context is made. A snapshot is made without a clock. */
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec time = {0, 0};
    if (context != NULL) {
        clock_gettime(CLOCK_REALTIME, &time);
    }
    now->tv_sec = time.tv_sec;
    now->tv_usec = time.tv_nsec / 1000;
    return 0;
}

__attribute__((constructor)) static void start(void) {
    context = JS_NewContext(JS_NewRuntime());
}

/* The C library would ask for a random number when it starts. Wasm keeps return addresses out of a guest's reach. */
uintptr_t __stack_chk_guard = 0x5bd1e995;

void __stack_chk_fail(void) {
    __builtin_trap();
}

static uint64_t pack(const char *text, size_t length) {
    return (uint64_t)(uintptr_t)text << 32 | (uint32_t)length;
}

EXPORT("vex_allocate") void *vex_allocate(uint32_t size) {
    return calloc(1, (size_t)size + 1); /* QuickJS wants its source to end in a zero byte */
}

EXPORT("vex_execute") uint64_t vex_execute(const char *arguments, uint32_t length) {
    JSValue request = JS_ParseJSON(context, arguments, length, "<arguments>");
    JSValue code = JS_GetPropertyStr(context, request, "code");
    JSValue global = JS_GetGlobalObject(context);
    JS_SetPropertyStr(context, global, "input", JS_GetPropertyStr(context, request, "input"));
    size_t code_length;
    const char *source = JS_ToCStringLen(context, &code_length, code);
    JSValue value = JS_Eval(context, source, code_length, "<code>", JS_EVAL_TYPE_GLOBAL);
    JSValue json = JS_JSONStringify(context, value, JS_UNDEFINED, JS_UNDEFINED);
    if (JS_IsException(value) || !JS_IsString(json)) {
        return pack(FAILED, sizeof FAILED - 1);
    }
    size_t out_length;
    const char *out = JS_ToCStringLen(context, &out_length, json);
    return pack(out, out_length);
}
