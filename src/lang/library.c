/* The standard library's functions (see library.h). Library code has globals
 * of its own, so what a user calls `sum` or `x` never reaches it, and no text
 * of its own, so its errors and nodes carry the place of the user's call. */
#include "library.h"

#include "eval.h"

#include <stdio.h>
#include <string.h>

/* --- opening -------------------------------------------------------------- */

/* Library code alone sees these. */
static ArrStatus define_tool(ArrState *state, const BuiltinRow *row) {
    Value tool;
    ArrStatus status = builtin_new(state, row, &tool);
    if (status != ARR_OK) return status;
    const char *name = VALUE_AS(BuiltinObject, tool)->name;
    int64_t length = (int64_t)strlen(name);
    int32_t slot = globals_slot(&state->library, name, length);
    if (slot < 0) {
        value_release(state, tool);
        return error_memory(&state->base, length, "a name");
    }
    value_release(state, state->library.slots[slot].value);
    state->library.slots[slot].value = tool;
    return ARR_OK;
}

static ArrStatus define_tools(ArrState *state) {
    ArrStatus status = ARR_OK;
    for (const BuiltinRow *row = library_tool_rows; row->signature && !status; row++)
        status = define_tool(state, row);
    for (const BuiltinRow *row = factor_tool_rows; row->signature && !status; row++)
        status = define_tool(state, row);
    return status;
}

/* np's names, or those of the module whose last name it is. */
static Names *names_of(ArrState *state, const LibraryFile *file) {
    for (int i = 0; file->module[0] && i < MODULE_COUNT; i++) {
        ModuleObject *module = VALUE_AS(ModuleObject, state->modules[i]);
        const char *last = strrchr(module->name, '.');
        if (last && strcmp(last + 1, file->module) == 0) return module->names;
    }
    return &state->numpy;
}

ArrStatus library_open(ArrState *state) {
    ArrStatus status = ARR_OK;
    for (const BuiltinRow *row = library_rows; row->signature && !status; row++) {
        const BuiltinRow one[2] = {*row, {NULL, NULL, NULL, 0}};
        status = builtins_register(state, names_of(state, &library_files[row->data]), one);
    }
    return status;
}

/* --- loading -------------------------------------------------------------- */

/* Runs a file's text: it only defines functions. */
static ArrStatus run_file(ArrState *state, const LibraryFile *file) {
    Program *program;
    ArrStatus status =
        program_parse(&state->base, &state->library, SPAN_NONE, file->text, file->length, &program);
    if (status != ARR_OK) return status;
    status = eval_program(state, program, false);
    program_release(program);
    return status;
}

/* A file that could not be loaded, for want of memory, is tried again. */
static ArrStatus load(ArrState *state, int file) {
    Base *base = &state->base;
    Span span = base->span, call = base->call;
    base->call = base_span(base);
    ArrStatus status = state->library_loaded ? ARR_OK : define_tools(state);
    if (status == ARR_OK) status = run_file(state, &library_files[file]);
    if (status == ARR_OK) state->library_loaded |= (uint64_t)1 << file;
    base->span = span;
    base->call = call;
    return status;
}

/* What the function is called in its file: linalg's names begin with the module's. */
enum { OWN_NAME = 64 };
static const char *own_name(const BuiltinObject *function, char name[OWN_NAME]) {
    const char *module = library_files[function->row.data].module;
    snprintf(name, OWN_NAME, "%s%s%s", module, module[0] ? "_" : "", function->name);
    return name;
}

/* The function of this name, loaded. Borrowed. */
static ArrStatus find(ArrState *state, const BuiltinObject *function, FunctionObject **found) {
    if (!(state->library_loaded >> function->row.data & 1)) {
        ArrStatus status = load(state, function->row.data);
        if (status != ARR_OK) return status;
    }
    char name[OWN_NAME];
    own_name(function, name);
    int32_t slot =
        globals_slot(&state->library, name, (int64_t)strlen(name)); /* there since load() */
    *found = VALUE_AS(FunctionObject, state->library.slots[slot].value);
    return ARR_OK;
}

/* --- calls ---------------------------------------------------------------- */

/* NumPy's classes of the objects that only take an index. */
static const char *subscripted_class(const BuiltinObject *function) {
    static const char *const rows[][2] = {
        {"mgrid", "MGridClass"},          {"ogrid", "OGridClass"}, {"s_", "IndexExpression"},
        {"index_exp", "IndexExpression"}, {"r_", "RClass"},        {"c_", "CClass"}};
    if (function->row.fn != library_call) return NULL;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i][0], function->name) == 0) return rows[i][1];
    return NULL;
}

bool library_is_subscripted(const BuiltinObject *function) {
    return subscripted_class(function);
}

ArrStatus library_subscript(ArrState *state, BuiltinObject *function, Value index, Value *result) {
    FunctionObject *found;
    ArrStatus status = find(state, function, &found);
    const Arguments arguments = {.values = &index, .count = 1};
    return status ? status : eval_call_function(state, found, &arguments, result);
}

/* What the function says of floating-point errors ends with it. */
static ArrStatus run_function(ArrState *state, FunctionObject *function,
                              const Arguments *arguments, Value *result) {
    uint8_t errors = state->graph.errors, name = state->graph.name, outer = state->called_errors;
    state->called_errors = errors;
    ArrStatus status = eval_call_function(state, function, arguments, result);
    state->called_errors = outer;
    state->graph.errors = errors;
    state->graph.name = name;
    return status;
}

/* Arguments that were not passed are VALUE_UNDEFINED, as the function's
 * parameters are before they take their defaults. */
ArrStatus library_call(ArrState *state, const BuiltinCall *call, Value *result) {
    FunctionObject *function;
    if (library_is_subscripted(call->function))
        return error_set(&state->base, ERROR_TYPE, "'%s' object is not callable",
                         subscripted_class(call->function));
    ArrStatus status = find(state, call->function, &function);
    if (status != ARR_OK) return status;
    Arguments arguments = {.values = call->args, .count = call->function->parameter_count};
    return run_function(state, function, &arguments, result);
}

ArrStatus library_method(ArrState *state, const BuiltinCall *call, Value *result) {
    const char *name = call->function->name;
    const Value *numpy = names_find(&state->numpy, name, (int64_t)strlen(name));
    FunctionObject *function;
    ArrStatus status = find(state, VALUE_AS(BuiltinObject, *numpy), &function);
    if (status != ARR_OK) return status;
    Value values[1 + BUILTIN_PARAMETERS] = {call->self};
    int count = call->function->parameter_count;
    memcpy(values + 1, call->args, (size_t)count * sizeof *values);
    Arguments arguments = {.values = values, .count = 1 + count};
    return run_function(state, function, &arguments, result);
}

/* --- docs ----------------------------------------------------------------- */

/* The line `def name(`, or NULL. */
static const char *find_definition(const LibraryFile *file, const char *name) {
    size_t length = strlen(name);
    for (const char *line = file->text; line; line = strstr(line, "\ndef ")) {
        line += line[0] == '\n';
        if (strncmp(line, "def ", 4) == 0 && strncmp(line + 4, name, length) == 0 &&
            line[4 + length] == '(')
            return line;
    }
    return NULL;
}

/* The first """...""" behind the definition. */
LibraryDoc library_doc(const BuiltinObject *function) {
    static const char quotes[] = "\"\"\"";
    LibraryDoc none = {"", 0};
    char name[OWN_NAME];
    const char *text =
        find_definition(&library_files[function->row.data], own_name(function, name));
    const char *begin = text ? strstr(text, quotes) : NULL;
    const char *end = begin ? strstr(begin + 3, quotes) : NULL;
    return end ? (LibraryDoc){begin + 3, end - (begin + 3)} : none;
}
