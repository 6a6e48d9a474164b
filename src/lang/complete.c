/* What the prompt asks about names: which begin so, and what they mean. */
#include "error_text.h"
#include "exception.h"
#include "library.h"

#include <string.h>

/* --- looking up ------------------------------------------------------------- */

/* A name's value without making a slot for it. Borrowed. */
static Value find_bare(const ArrState *state, const char *name, int64_t length) {
    const Globals *globals = &state->globals;
    for (int32_t i = 0; i < globals->count; i++) {
        const struct GlobalSlot *slot = &globals->slots[i];
        if (slot->value.kind != VALUE_UNDEFINED && slot->length == length &&
            memcmp(slot->name, name, (size_t)length) == 0)
            return slot->value;
    }
    const Value *found = names_find(&state->builtins, name, length);
    if (!found) found = names_find(&state->numpy, name, length);
    if (!found) found = names_find(&state->methods, name, length);
    return found ? *found : value_undefined();
}

/* "np.linalg.norm": the value of the first name, then its attributes. The
 * caller releases the result; VALUE_UNDEFINED: nothing of that name. */
static Value find_dotted(ArrState *state, const char *path, int64_t length) {
    const char *end = path + length;
    const char *dot = memchr(path, '.', (size_t)length);
    Value value = find_bare(state, path, (dot ? dot : end) - path);
    value_retain(value);
    while (dot && value.kind != VALUE_UNDEFINED) {
        const char *name = dot + 1;
        Value object = value;
        dot = memchr(name, '.', (size_t)(end - name));
        if (attribute_get(state, object, name, (dot ? dot : end) - name, &value) != ARR_OK) {
            error_clear(&state->base);
            value = value_undefined();
        }
        value_release(state, object);
    }
    return value;
}

/* --- completion -------------------------------------------------------------- */

typedef struct Search {
    const char *prefix;
    size_t length;
    size_t skip; /* matches still to be passed over */
} Search;

static bool matches(Search *search, const char *name) {
    return strncmp(name, search->prefix, search->length) == 0 && search->skip-- == 0;
}

static const char *search_names(Search *search, const Names *names) {
    for (int64_t i = 0; i < names->capacity; i++)
        if (names->entries[i].name && matches(search, names->entries[i].name))
            return names->entries[i].name;
    return NULL;
}

static const char *search_globals(Search *search, const Globals *globals) {
    for (int32_t i = 0; i < globals->count; i++)
        if (globals->slots[i].value.kind != VALUE_UNDEFINED &&
            matches(search, globals->slots[i].name))
            return globals->slots[i].name;
    return NULL;
}

static const char *search_keywords(Search *search) {
    static const char *const keywords[] = {
        "False",    "None", "True",   "and",     "assert", "break", "continue", "def",    "del",
        "elif",     "else", "except", "finally", "for",    "from",  "global",   "import", "lambda",
        "nonlocal", "not",  "pass",   "raise",   "return", "try",   "while",    NULL};
    for (int i = 0; keywords[i]; i++)
        if (matches(search, keywords[i])) return keywords[i];
    return NULL;
}

static const char *search_scope(const ArrState *state, Search *search) {
    const char *name = search_globals(search, &state->globals);
    if (!name) name = search_names(search, &state->builtins);
    if (!name) name = search_names(search, &state->numpy);
    if (!name) name = search_keywords(search);
    return name;
}

static const char *search_members(const ArrState *state, Search *search, Value object) {
    switch (object.kind) {
    case VALUE_ARRAY: return search_names(search, &state->methods);
    case VALUE_STRING: return search_names(search, &state->host_methods[HOST_METHODS_STRING]);
    case VALUE_LIST: return search_names(search, &state->host_methods[HOST_METHODS_LIST]);
    case VALUE_TUPLE: return search_names(search, &state->host_methods[HOST_METHODS_TUPLE]);
    case VALUE_DICT: return search_names(search, &state->host_methods[HOST_METHODS_DICT]);
    case VALUE_MODULE: return search_names(search, VALUE_AS(ModuleObject, object)->names);
    default: return NULL;
    }
}

const char *arr_complete(ArrState *state, const char *prefix, size_t k) {
    if (!state || !prefix || state->running) return NULL;
    const char *dot = strrchr(prefix, '.');
    const char *last = dot ? dot + 1 : prefix;
    Search search = {last, strlen(last), k};
    const char *name;
    if (dot) {
        Value object = find_dotted(state, prefix, dot - prefix);
        name = search_members(state, &search, object);
        value_release(state, object);
    } else {
        name = search_scope(state, &search);
    }
    if (!name) return NULL;
    text_free(&state->name_text);
    text_add(&state->name_text, prefix, last - prefix);
    text_adds(&state->name_text, name);
    return state->name_text.failed ? NULL : text_string(&state->name_text);
}

/* --- help -------------------------------------------------------------------- */

/* A source's bytes as they stand. */
static void add_source_text(const ArrState *state, Span span, Text *text) {
    const Source *source = source_of(state, span);
    if (source) text_add(text, source->text + span.start, (int64_t)span.end - span.start);
}

/* The blanks that all lines but the first begin with: those of the code around. */
static int64_t common_indent(const char *bytes, int64_t length) {
    int64_t least = length;
    const char *end = bytes + length, *line = memchr(bytes, '\n', (size_t)length);
    for (; line; line = memchr(line, '\n', (size_t)(end - line))) {
        const char *first = ++line;
        while (first < end && *first == ' ') first++;
        if (first < end && *first != '\n' && first - line < least) least = first - line;
    }
    return least;
}

/* A docstring as inspect.cleandoc() gives it, after an empty line. */
static void add_docstring(const char *bytes, int64_t length, Text *text) {
    while (length && (bytes[length - 1] == ' ' || bytes[length - 1] == '\n')) length--;
    if (!length) return;
    int64_t indent = common_indent(bytes, length);
    text_addc(text, '\n');
    for (const char *end = bytes + length, *next; bytes < end; bytes = next) {
        const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));
        text_add(text, bytes, (stop ? stop : end) - bytes);
        text_addc(text, '\n');
        next = stop ? stop + 1 : end;
        for (int64_t i = 0; i < indent && next < end && *next == ' '; i++) next++;
    }
}

static void describe_function(const ArrState *state, const AstFunction *ast, Text *text) {
    text_addf(text, "%s(", ast->name.text.bytes);
    for (int32_t i = 0; i < ast->parameters->count; i++) {
        const AstParameter *parameter = &ast->parameters->items[i];
        bool bare = i == ast->parameters->positional && !ast->parameters->has_rest;
        text_addf(text, "%s%s%s%s", i ? ", " : "", bare ? "*, " : "", parameter->star ? "*" : "",
                  parameter->name.text.bytes);
        if (!parameter->default_value) continue;
        text_addc(text, '=');
        add_source_text(state, parameter->default_value->span, text);
    }
    text_adds(text, ")\n");
    add_docstring(ast->docstring.bytes, ast->docstring.length, text);
}

static void describe_builtin(const BuiltinObject *builtin, Text *text) {
    text_addf(text, "%s\n", builtin->row.signature);
    if (builtin->row.doc) {
        text_addf(text, "\n%s\n", builtin->row.doc);
    } else if (builtin->row.fn == library_call) {
        LibraryDoc doc = library_doc(builtin);
        add_docstring(doc.text, doc.length, text);
    }
}

/* np's constants are values that know nothing of their names. */
static const char *constant_doc(const char *name) {
    static const char *const docs[][2] = {
        {"pi", "The circumference of a circle over its diameter."},
        {"e", "The base of the natural logarithm."},
        {"inf", "Infinity: greater than every other number."},
        {"nan", "Not a number: what 0.0 / 0.0 gives. It equals nothing, not even itself."},
        {"euler_gamma", "The limit of 1 + 1/2 + ... + 1/n - log(n)."},
        {"newaxis", "None as an index: a new axis of extent 1."},
    };
    for (size_t i = 0; i < sizeof docs / sizeof *docs; i++)
        if (strcmp(docs[i][0], name) == 0) return docs[i][1];
    return NULL;
}

static void describe_value(const ArrState *state, const char *path, Value value, Text *text) {
    const char *dot = strrchr(path, '.'), *name = dot ? dot + 1 : path;
    const Value *known = names_find(&state->numpy, name, (int64_t)strlen(name));
    bool same = known && known->kind == value.kind && /* of a float: its bits */
                (value.kind == VALUE_NONE || known->integer == value.integer);
    const char *doc = same ? constant_doc(name) : NULL;
    text_addf(text, "%s: %s\n", path, value_type_name(value));
    if (doc) text_addf(text, "\n%s\n", doc);
}

static void describe_dtype(const DtypeObject *dtype, Text *text) {
    const DtypeInfo *info = &dtype_info[dtype->dtype];
    text_addf(text,
              "%s(x)\n\nThe dtype whose elements are %d bytes long: a dtype= argument. Called, it "
              "makes a scalar of x.\n",
              info->name, (int)info->itemsize);
}

static void describe_module(const ModuleObject *module, Text *text) {
    text_addf(text, "%s: module\n\nIts names are its attributes.\n", module->name);
}

static void describe_error_class(ErrorClass class, Text *text) {
    text_addf(text, "%s(*args)\n\nAn exception: what raise takes and except catches.",
              error_class_name(class));
    if (error_parent(class) != ERROR_NONE)
        text_addf(text, " A kind of %s.", error_class_name(error_parent(class)));
    text_addc(text, '\n');
}

static void describe(const ArrState *state, const char *name, Value value, Text *text) {
    switch (value.kind) {
    case VALUE_FUNCTION:
        describe_function(state, VALUE_AS(FunctionObject, value)->ast, text);
        break;
    case VALUE_BUILTIN: describe_builtin(VALUE_AS(BuiltinObject, value), text); break;
    case VALUE_METHOD: describe_builtin(VALUE_AS(MethodObject, value)->function, text); break;
    case VALUE_TYPE: describe_builtin(VALUE_AS(TypeObject, value)->make, text); break;
    case VALUE_DTYPE: describe_dtype(VALUE_AS(DtypeObject, value), text); break;
    case VALUE_ERROR_CLASS:
        describe_error_class(VALUE_AS(ErrorClassObject, value)->class, text);
        break;
    case VALUE_MODULE: describe_module(VALUE_AS(ModuleObject, value), text); break;
    default: describe_value(state, name, value, text); break;
    }
}

const char *arr_help(ArrState *state, const char *name) {
    if (!state || !name || state->running) return NULL;
    Value value = find_dotted(state, name, (int64_t)strlen(name));
    if (value.kind == VALUE_UNDEFINED) return NULL;
    text_free(&state->name_text);
    describe(state, name, value, &state->name_text);
    value_release(state, value);
    return state->name_text.failed ? NULL : text_string(&state->name_text);
}
