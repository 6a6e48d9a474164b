/* str() and repr(): how values look. Arrays are pulled (PULL_PRINT). */
#include "../io/number.h"
#include "dict.h"
#include "exception.h"
#include "random.h"
#include "record.h"
#include "ufunc.h"

#include <string.h>

enum { REPR_DEPTH = 1000 }; /* CPython's recursion limit */

/* The containers that are being written, outermost last: one that holds
 * itself is written as "[...]". */
typedef struct Open {
    const Object *object;
    const struct Open *outer;
    int depth;
} Open;

static ArrStatus repr_at(ArrState *state, Value v, const Open *outer, Text *text);

/* --- strings -------------------------------------------------------------- */

/* What str.isprintable() refuses beyond ASCII: controls, formats, separators,
 * surrogates, private use, noncharacters. */
static bool unprintable(uint32_t c) {
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x80, 0xA0},     {0xAD, 0xAD},        {0x600, 0x605},   {0x61C, 0x61C},   {0x6DD, 0x6DD},
        {0x70F, 0x70F},   {0x1680, 0x1680},    {0x180E, 0x180E}, {0x2000, 0x200F}, {0x2028, 0x202F},
        {0x205F, 0x206F}, {0x3000, 0x3000},    {0xD800, 0xF8FF}, {0xFEFF, 0xFEFF}, {0xFFF0, 0xFFFB},
        {0xFFFE, 0xFFFF}, {0xE0000, 0x10FFFF},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].first && c <= ranges[i].last) return true;
    return false;
}

/* Reads one code point of at most n bytes; returns its length, 0 when the
 * bytes are no UTF-8. */
static int decode(const unsigned char *s, int64_t n, uint32_t *c) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    int length = s[0] < 0x80   ? 1
                 : s[0] < 0xC0 ? 0
                 : s[0] < 0xE0 ? 2
                 : s[0] < 0xF0 ? 3
                 : s[0] < 0xF8 ? 4
                               : 0;
    if (length == 0 || length > n) return 0;
    *c = length == 1 ? s[0] : s[0] & (0x7Fu >> length);
    for (int i = 1; i < length; i++) {
        if ((s[i] & 0xC0) != 0x80) return 0;
        *c = *c << 6 | (s[i] & 0x3Fu);
    }
    return *c >= least[length] ? length : 0;
}

static void add_escaped(Text *text, uint32_t c) {
    switch (c) {
    case '\n': text_adds(text, "\\n"); break;
    case '\r': text_adds(text, "\\r"); break;
    case '\t': text_adds(text, "\\t"); break;
    default:
        if (c <= 0xFF) text_addf(text, "\\x%02x", c);
        else if (c <= 0xFFFF) text_addf(text, "\\u%04x", c);
        else text_addf(text, "\\U%08x", c);
    }
}

static void repr_string(const StringObject *string, Text *text) {
    bool apostrophe = memchr(string->bytes, '\'', (size_t)string->length);
    bool double_quote = memchr(string->bytes, '"', (size_t)string->length);
    char quote = apostrophe && !double_quote ? '"' : '\'';
    text_addc(text, quote);
    int length;
    for (int64_t i = 0; i < string->length; i += length) {
        const char *s = string->bytes + i;
        uint32_t c = 0;
        length = decode((const unsigned char *)s, string->length - i, &c);
        if (length == 0) {
            length = 1;
            add_escaped(text, (unsigned char)*s);
        } else if (c == (unsigned char)quote || c == '\\') {
            text_addc(text, '\\');
            text_addc(text, *s);
        } else if (c < ' ' || c == 0x7F || (c > 0x7F && unprintable(c))) {
            add_escaped(text, c);
        } else {
            text_add(text, s, length);
        }
    }
    text_addc(text, quote);
}

/* --- containers ----------------------------------------------------------- */

static ArrStatus repr_items(ArrState *state, const SequenceObject *sequence, const Open *open,
                            Text *text) {
    for (int64_t i = 0; i < sequence->count; i++) {
        if (i) text_adds(text, ", ");
        if (named_tuple_name(sequence)) text_addf(text, "%s=", named_tuple_field(sequence, i));
        ArrStatus status = repr_at(state, sequence->items[i], open, text);
        if (status) return status;
    }
    return ARR_OK;
}

/* Whether v, about to be written, is inside of itself. */
static bool is_open(Value v, const Open *outer) {
    for (; outer; outer = outer->outer)
        if (outer->object == v.object) return true;
    return false;
}

static ArrStatus too_deep(ArrState *state) {
    return error_set(&state->base, ERROR_RECURSION,
                     "maximum recursion depth exceeded while getting the repr of an object");
}

static ArrStatus repr_sequence(ArrState *state, Value v, const Open *outer, Text *text) {
    const SequenceObject *sequence = VALUE_AS(SequenceObject, v);
    bool list = v.kind == VALUE_LIST;
    Open open = {&sequence->head, outer, outer ? outer->depth + 1 : 1};
    if (open.depth > REPR_DEPTH) return too_deep(state);
    if (is_open(v, outer)) {
        text_adds(text, list ? "[...]" : "(...)");
        return ARR_OK;
    }
    if (named_tuple_name(sequence)) text_adds(text, named_tuple_name(sequence));
    text_addc(text, list ? '[' : '(');
    ArrStatus status = repr_items(state, sequence, &open, text);
    text_adds(text, list ? "]" : sequence->count == 1 ? ",)" : ")");
    return status;
}

static ArrStatus repr_slice(ArrState *state, const SliceObject *slice, const Open *outer,
                            Text *text) {
    Open open = {&slice->head, outer, outer ? outer->depth + 1 : 1};
    const Value parts[] = {slice->start, slice->stop, slice->step};
    text_adds(text, "slice(");
    for (int i = 0; i < 3; i++) {
        if (i) text_adds(text, ", ");
        ArrStatus status = repr_at(state, parts[i], &open, text);
        if (status) return status;
    }
    text_addc(text, ')');
    return ARR_OK;
}

static ArrStatus repr_record(ArrState *state, const RecordObject *record, const Open *outer,
                             Text *text) {
    Open open = {&record->head, outer, outer ? outer->depth + 1 : 1};
    text_addf(text, "%s(", record->class->title);
    for (int i = 0; i < record->class->shown; i++) {
        text_addf(text, i ? ", %s=" : "%s=", record->class->fields[i]);
        Value v = record->values[i];
        /* values as str() has them: dtype=float32 */
        bool plain = v.kind == VALUE_DTYPE || v.kind == VALUE_ARRAY;
        ArrStatus status = plain ? value_str(state, v, text) : repr_at(state, v, &open, text);
        if (status) return status;
    }
    text_addc(text, ')');
    return ARR_OK;
}

static ArrStatus repr_entries(ArrState *state, const DictObject *dict, const Open *open,
                              Text *text) {
    const char *joint = "";
    for (int64_t i = 0; i < dict->used; i++) {
        const DictEntry *entry = &dict->entries[i];
        if (entry->key.kind == VALUE_UNDEFINED) continue;
        text_adds(text, joint);
        ArrStatus status = repr_at(state, entry->key, open, text);
        text_adds(text, ": ");
        if (!status) status = repr_at(state, entry->value, open, text);
        if (status) return status;
        joint = ", ";
    }
    return ARR_OK;
}

static ArrStatus repr_dict(ArrState *state, Value v, const Open *outer, Text *text) {
    Open open = {v.object, outer, outer ? outer->depth + 1 : 1};
    if (open.depth > REPR_DEPTH) return too_deep(state);
    if (is_open(v, outer)) {
        text_adds(text, "{...}");
        return ARR_OK;
    }
    text_addc(text, '{');
    ArrStatus status = repr_entries(state, VALUE_AS(DictObject, v), &open, text);
    text_addc(text, '}');
    return status;
}

/* dict_keys(['a', 'b']) */
static ArrStatus repr_dict_view(ArrState *state, Value v, const Open *outer, Text *text) {
    const DictObject *dict = dict_of(v);
    Open open = {v.object, outer, outer ? outer->depth + 1 : 1};
    if (open.depth > REPR_DEPTH) return too_deep(state);
    if (is_open(v, outer)) {
        text_adds(text, "...");
        return ARR_OK;
    }
    text_addf(text, "%s([", value_type_name(v));
    const char *joint = "";
    for (int64_t i = 0; i < dict->used; i++) {
        Value item;
        if (dict->entries[i].key.kind == VALUE_UNDEFINED) continue;
        text_adds(text, joint);
        ArrStatus status = dict_part(state, v, &dict->entries[i], &item);
        if (status) return status;
        status = repr_at(state, item, &open, text);
        value_release(state, item);
        if (status) return status;
        joint = ", ";
    }
    text_adds(text, "])");
    return ARR_OK;
}

static ArrStatus repr_exception(ArrState *state, const ExceptionObject *exception,
                                const Open *outer, Text *text) {
    const SequenceObject *arguments = VALUE_AS(SequenceObject, exception->arguments);
    Open open = {&exception->head, outer, outer ? outer->depth + 1 : 1};
    text_addf(text, "%s(", error_class_name(exception->class));
    if (open.depth > REPR_DEPTH) return too_deep(state);
    ArrStatus status = repr_items(state, arguments, &open, text);
    text_addc(text, ')');
    return status;
}

static void repr_error_class(ErrorClass class, Text *text) {
    const char *module = class == ERROR_AXIS     ? "numpy.exceptions."
                         : class == ERROR_LINALG ? "numpy.linalg."
                                                 : "";
    text_addf(text, "<class '%s%s'>", module, error_class_name(class));
}

static void repr_range(const RangeObject *range, Text *text) {
    text_addf(text, "range(%lld, %lld", (long long)range->start, (long long)range->stop);
    if (range->step != 1) text_addf(text, ", %lld", (long long)range->step);
    text_addc(text, ')');
}

/* --- arrays, numbers, the rest -------------------------------------------- */

static ArrStatus write_array(ArrState *state, Array *a, bool repr, Text *text) {
    ArrConst value;
    ArrStatus status;
    if (!a->scalar) {
        /* functions of formatter= may set others */
        FormatOptions options = state->print_options;
        struct PrintFormatter formatter = state->formatter;
        options.user = &formatter;
        value_retain(formatter.functions);
        status = (repr ? format_array_repr : format_array_str)(
            state->exec, &state->base, &state->graph.arrays, &options, a, text);
        value_release(state, formatter.functions);
        return status;
    }
    status = pull_scalar(state->exec, PULL_PRINT, a, &value);
    if (status) return status;
    (repr ? number_scalar_repr : number_scalar_str)(text, value);
    return ARR_OK;
}

static void write_float(double x, Text *text) {
    char digits[NUMBER_TEXT];
    text_add(text, digits, number_repr_double(digits, x));
}

static void write_complex(const ComplexObject *z, Text *text) {
    char digits[2 * NUMBER_TEXT + 4];
    text_add(text, digits, number_repr_complex(digits, z->real, z->imag));
}

static void repr_function(const FunctionObject *function, Text *text) {
    AstText name = function->ast->name.text;
    text_adds(text, "<function ");
    text_add(text, name.bytes, name.length);
    text_addf(text, " at %p>", (const void *)function);
}

static void repr_dtype(const DtypeObject *dtype, Text *text) {
    const char *name = dtype_info[dtype->dtype].name;
    text_addf(text, dtype->scalar_type ? "<class 'numpy.%s'>" : "dtype('%s')", name);
}

/* Functions, modules and types: named by what they are. */
static void repr_named(Value v, Text *text) {
    switch (v.kind) {
    case VALUE_FUNCTION: repr_function(VALUE_AS(FunctionObject, v), text); break;
    case VALUE_BUILTIN:
        text_addf(text,
                  ufunc_is(VALUE_AS(BuiltinObject, v)) ? "<ufunc '%s'>" : "<built-in function %s>",
                  VALUE_AS(BuiltinObject, v)->name);
        break;
    case VALUE_METHOD:
        if (VALUE_AS(MethodObject, v)->self.kind == VALUE_TYPE)
            text_addf(text, "<method '%s' of '%s' objects>",
                      VALUE_AS(MethodObject, v)->function->name,
                      VALUE_AS(TypeObject, VALUE_AS(MethodObject, v)->self)->name);
        else
            text_addf(text, "<built-in method %s of %s object at %p>",
                      VALUE_AS(MethodObject, v)->function->name,
                      value_type_name(VALUE_AS(MethodObject, v)->self), (void *)v.object);
        break;
    case VALUE_RANDOM: random_text(v, true, text); break;
    case VALUE_ITERATOR:
        text_addf(text, "<%s object at %p>", value_type_name(v), (void *)v.object);
        break;
    case VALUE_MODULE: text_addf(text, "<module '%s'>", VALUE_AS(ModuleObject, v)->name); break;
    case VALUE_TYPE: text_addf(text, "<class '%s'>", VALUE_AS(TypeObject, v)->name); break;
    default: repr_dtype(VALUE_AS(DtypeObject, v), text);
    }
}

static ArrStatus repr_at(ArrState *state, Value v, const Open *outer, Text *text) {
    switch (v.kind) {
    case VALUE_NONE: text_adds(text, "None"); break;
    case VALUE_BOOL: text_adds(text, v.boolean ? "True" : "False"); break;
    case VALUE_INT: text_addf(text, "%lld", (long long)v.integer); break;
    case VALUE_FLOAT: write_float(v.number, text); break;
    case VALUE_ELLIPSIS: text_adds(text, "Ellipsis"); break;
    case VALUE_ARRAY: return write_array(state, v.array, true, text);
    case VALUE_BIGINT: return bigint_to_text(state, v, text);
    case VALUE_COMPLEX: write_complex(VALUE_AS(ComplexObject, v), text); break;
    case VALUE_STRING: repr_string(VALUE_AS(StringObject, v), text); break;
    case VALUE_TUPLE:
    case VALUE_LIST: return repr_sequence(state, v, outer, text);
    case VALUE_RANGE: repr_range(VALUE_AS(RangeObject, v), text); break;
    case VALUE_RECORD: return repr_record(state, VALUE_AS(RecordObject, v), outer, text);
    case VALUE_DICT: return repr_dict(state, v, outer, text);
    case VALUE_DICT_VIEW: return repr_dict_view(state, v, outer, text);
    case VALUE_EXCEPTION: return repr_exception(state, VALUE_AS(ExceptionObject, v), outer, text);
    case VALUE_ERROR_CLASS: repr_error_class(VALUE_AS(ErrorClassObject, v)->class, text); break;
    case VALUE_SLICE: return repr_slice(state, VALUE_AS(SliceObject, v), outer, text);
    default: repr_named(v, text);
    }
    return ARR_OK;
}

static ArrStatus check_text(ArrState *state, const Text *text) {
    return text->failed ? error_memory(&state->base, text->length, "a text") : ARR_OK;
}

ArrStatus value_repr(ArrState *state, Value v, Text *text) {
    ArrStatus status = repr_at(state, v, NULL, text);
    return status ? status : check_text(state, text);
}

ArrStatus value_str(ArrState *state, Value v, Text *text) {
    ArrStatus status = ARR_OK;
    if (v.kind == VALUE_STRING)
        text_add(text, VALUE_AS(StringObject, v)->bytes, VALUE_AS(StringObject, v)->length);
    else if (v.kind == VALUE_ARRAY) status = write_array(state, v.array, false, text);
    else if (v.kind == VALUE_DTYPE && !VALUE_AS(DtypeObject, v)->scalar_type)
        text_adds(text, dtype_info[VALUE_AS(DtypeObject, v)->dtype].name);
    else if (v.kind == VALUE_RANDOM) random_text(v, false, text);
    else if (v.kind == VALUE_RECORD && VALUE_AS(RecordObject, v)->class->str)
        status = VALUE_AS(RecordObject, v)->class->str(state, VALUE_AS(RecordObject, v), text);
    else if (v.kind == VALUE_EXCEPTION) status = exception_str(state, v, text);
    else status = repr_at(state, v, NULL, text);
    return status ? status : check_text(state, text);
}
