/*
 * A language runtime as a tool: QuickJS behind Vexhost's "vex" interface, about 1 MB when compiled.
 *
 * Input: {"code": "an expression that may use `input`", "input": any}; output: the expression's value as JSON.
 * QuickJS itself (MIT licence) comes from a registry package, see install.py; nothing of it is in this file.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "quickjs.h"

#define EXPORT(name) __attribute__((export_name(name)))

static const char FAILED[] = "{\"error\":\"the code failed\"}";

static uint64_t pack(const char *text, size_t length) {
    return (uint64_t)(uintptr_t)text << 32 | (uint32_t)length;
}

EXPORT("vex_allocate") void *vex_allocate(uint32_t size) {
    return calloc(1, (size_t)size + 1); /* QuickJS wants its source to end in a zero byte */
}

EXPORT("vex_execute") uint64_t vex_execute(const char *arguments, uint32_t length) {
    JSRuntime *runtime = JS_NewRuntime();
    JSContext *context = JS_NewContext(runtime);
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
