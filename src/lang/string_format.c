/* "...{name.attribute[key]!r:spec}...".format(...): CPython's reader of fields,
 * character by character, so that what is malformed is told in its words. A spec
 * may hold fields of its own, one level deep. Only ASCII decides anything, so
 * the bytes of UTF-8 are gone through one by one. */
#include <limits.h>
#include <string.h>

#include "exception.h"
#include "string_methods.h"

enum { FIELD_DEPTH = 2 }; /* fields, and fields within specs */

/* What fields name, and how they have been numbered so far. */
typedef struct Fields {
    ArrState *state;
    const Arguments *arguments; /* NULL: mapping stands for the names */
    Value mapping;
    enum { NUMBERING_OPEN, NUMBERING_AUTO, NUMBERING_WRITTEN } numbering;
    int64_t next; /* the number of the next empty field */
} Fields;

/* Text that is still to be read. */
typedef struct Piece {
    const char *next, *end;
} Piece;

/* One field as it is written. */
typedef struct Field {
    Piece name, spec;
    uint32_t conversion; /* a character, or 0 */
    bool nested;         /* the spec has fields */
} Field;

static ArrStatus build(Fields *fields, Piece piece, int depth, Text *text);

static ArrStatus value_error(Fields *fields, const char *message) {
    return error_set(&fields->state->base, ERROR_VALUE, "%s", message);
}

/* --- reading ------------------------------------------------------------------------- */

/* Up to the ':', '!' or '}' that ends a name, which is taken too; 0: there is none. */
static ArrStatus read_name(Fields *fields, Piece *piece, Piece *name, char *ended) {
    name->next = piece->next;
    *ended = 0;
    while (piece->next < piece->end && !*ended) {
        char c = *piece->next++;
        if (c == '{') return value_error(fields, "unexpected '{' in field name");
        if (c == '[')
            while (piece->next < piece->end && *piece->next != ']') piece->next++;
        if (c == '}' || c == ':' || c == '!') *ended = c;
    }
    name->end = piece->next - (*ended ? 1 : 0);
    return ARR_OK;
}

/* Behind the ':', up to the brace that closes the field. */
static ArrStatus read_spec(Fields *fields, Piece *piece, Field *field) {
    int open = 1;
    field->spec.next = piece->next;
    while (piece->next < piece->end) {
        char c = *piece->next++;
        field->nested |= c == '{';
        open += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (open) continue;
        field->spec.end = piece->next - 1;
        return ARR_OK;
    }
    return value_error(fields, "unmatched '{' in format spec");
}

/* A field behind its '{'. */
static ArrStatus read_field(Fields *fields, Piece *piece, Field *field) {
    char ended;
    *field = (Field){.spec = {"", ""}};
    field->spec.end = field->spec.next;
    ArrStatus status = read_name(fields, piece, &field->name, &ended);
    if (status) return status;
    if (!ended) return value_error(fields, "expected '}' before end of string");
    if (ended == '}') return ARR_OK;
    if (ended == '!') {
        if (piece->next == piece->end)
            return value_error(fields, "end of string while looking for conversion specifier");
        field->conversion = utf8_point(piece->next, piece->end - piece->next);
        piece->next += utf8_length(piece->next, piece->end - piece->next);
        if (piece->next < piece->end) {
            char c = *piece->next++;
            if (c == '}') return ARR_OK;
            if (c != ':') return value_error(fields, "expected ':' after conversion specifier");
        }
    }
    return read_spec(fields, piece, field);
}

/* Literal text up to a field, behind whose '{' the piece then stands; a doubled brace is one. */
static ArrStatus read_literal(Fields *fields, Piece *piece, Text *text, bool *field) {
    const char *begin = piece->next;
    char c = 0;
    *field = false;
    while (piece->next < piece->end && c != '{' && c != '}') c = *piece->next++;
    if (c != '{' && c != '}') {
        text_add(text, begin, piece->next - begin);
        return ARR_OK;
    }
    bool last = piece->next == piece->end, doubled = !last && *piece->next == c;
    if (c == '}' && !doubled) return value_error(fields, "Single '}' encountered in format string");
    if (last) return value_error(fields, "Single '{' encountered in format string");
    text_add(text, begin, piece->next - begin - !doubled);
    piece->next += doubled;
    *field = !doubled;
    return ARR_OK;
}

/* --- what a field names ----------------------------------------------------------------- */

/* The number that the piece is; -1: it is none. */
static ArrStatus read_number(Fields *fields, Piece piece, int64_t *number) {
    *number = piece.next == piece.end ? -1 : 0;
    for (; piece.next < piece.end; piece.next++) {
        char c = *piece.next;
        if (c < '0' || c > '9') {
            *number = -1;
            return ARR_OK;
        }
        if (*number > (INT64_MAX - (c - '0')) / 10)
            return value_error(fields, "Too many decimal digits in format string");
        *number = *number * 10 + (c - '0');
    }
    return ARR_OK;
}

/* A keyword's value, or what the mapping has under the name. */
static ArrStatus find_named(Fields *fields, Piece name, Value *result) {
    ArrState *state = fields->state;
    const Arguments *arguments = fields->arguments;
    int64_t length = name.end - name.next;
    int first = arguments ? arguments->count - arguments->keyword_count : 0;
    for (int i = 0; arguments && i < arguments->keyword_count; i++)
        if (arguments->keywords[i].length == length &&
            !memcmp(arguments->keywords[i].bytes, name.next, (size_t)length)) {
            value_retain(*result = arguments->values[first + i]);
            return ARR_OK;
        }
    Value key;
    ArrStatus status = string_new(state, name.next, length, &key);
    if (status) return status;
    status = arguments ? exception_raise_about(state, ERROR_KEY, key)
                       : item_get(state, fields->mapping, key, result);
    value_release(state, key);
    return status;
}

static ArrStatus find_numbered(Fields *fields, bool written, int64_t number, Value *result) {
    if (fields->numbering == NUMBERING_OPEN)
        fields->numbering = written ? NUMBERING_WRITTEN : NUMBERING_AUTO;
    if (written && fields->numbering == NUMBERING_AUTO)
        return value_error(fields, "cannot switch from automatic field numbering to manual field "
                                   "specification");
    if (!written && fields->numbering == NUMBERING_WRITTEN)
        return value_error(fields, "cannot switch from manual field specification to automatic "
                                   "field numbering");
    if (!written) number = fields->next++;
    if (!fields->arguments) return value_error(fields, "Format string contains positional fields");
    if (number >= fields->arguments->count - fields->arguments->keyword_count)
        return error_set(&fields->state->base, ERROR_INDEX,
                         "Replacement index %lld out of range for positional args tuple",
                         (long long)number);
    value_retain(*result = fields->arguments->values[number]);
    return ARR_OK;
}

/* ".name" or "[key]" of a value, which it gives back. */
static ArrStatus step_into(Fields *fields, Piece *rest, Value *value) {
    ArrState *state = fields->state;
    bool attribute = *rest->next == '.';
    Piece name = {rest->next + 1, rest->next + 1};
    Value key = value_undefined(), found;
    int64_t number = -1;
    if (!attribute && *rest->next != '[')
        return value_error(fields, "Only '.' or '[' may follow ']' in format field specifier");
    while (name.end < rest->end &&
           (attribute ? *name.end != '.' && *name.end != '[' : *name.end != ']'))
        name.end++;
    if (!attribute && name.end == rest->end)
        return value_error(fields, "Missing ']' in format string");
    rest->next = name.end + !attribute;
    ArrStatus status = attribute ? ARR_OK : read_number(fields, name, &number);
    if (status) return status;
    if (name.next == name.end) return value_error(fields, "Empty attribute in format string");
    if (attribute) {
        status = attribute_get(state, *value, name.next, name.end - name.next, &found);
    } else {
        if (number >= 0) key = value_int(number);
        else status = string_new(state, name.next, name.end - name.next, &key);
        if (!status) status = item_get(state, *value, key, &found);
        value_release(state, key);
    }
    if (status) return status;
    value_release(state, *value);
    *value = found;
    return ARR_OK;
}

static ArrStatus find_value(Fields *fields, Piece name, Value *value) {
    int64_t number;
    Piece first = {name.next, name.next};
    while (first.end < name.end && *first.end != '.' && *first.end != '[') first.end++;
    ArrStatus status = read_number(fields, first, &number);
    if (status) return status;
    bool written = first.next < first.end;
    status = written && number < 0 ? find_named(fields, first, value)
                                   : find_numbered(fields, written, number, value);
    if (status) return status;
    name.next = first.end;
    while (!status && name.next < name.end) status = step_into(fields, &name, value);
    if (status) value_release(fields->state, *value);
    return status;
}

/* --- writing ------------------------------------------------------------------------------- */

static ArrStatus check_conversion(Fields *fields, uint32_t c) {
    if (!c || c == 'r' || c == 's' || c == 'a') return ARR_OK;
    return error_set(&fields->state->base, ERROR_VALUE,
                     c > 32 && c < 127 ? "Unknown conversion specifier %c"
                                       : "Unknown conversion specifier \\x%x",
                     (unsigned)c);
}

static ArrStatus add_field(Fields *fields, const Field *field, int depth, Text *text) {
    ArrState *state = fields->state;
    Value value;
    ArrStatus status = find_value(fields, field->name, &value);
    if (status) return status;
    Text spec = text_new(&state->base.heap);
    status = check_conversion(fields, field->conversion);
    if (!status && field->nested) status = build(fields, field->spec, depth + 1, &spec);
    else text_add(&spec, field->spec.next, field->spec.end - field->spec.next);
    if (!status && spec.failed) status = error_memory(&state->base, spec.length, "a string");
    if (!status)
        status = format_converted(state, value, (char)field->conversion, text_string(&spec),
                                  spec.length, text);
    text_free(&spec);
    value_release(state, value);
    return status;
}

static ArrStatus build(Fields *fields, Piece piece, int depth, Text *text) {
    ArrStatus status = ARR_OK;
    if (depth == FIELD_DEPTH) return value_error(fields, "Max string recursion exceeded");
    while (!status && piece.next < piece.end) {
        Field field;
        bool follows;
        status = read_literal(fields, &piece, text, &follows);
        if (!status && follows) {
            status = read_field(fields, &piece, &field);
            if (!status) status = add_field(fields, &field, depth, text);
        }
    }
    return status;
}

static ArrStatus format_all(Fields *fields, Value format, Value *result) {
    ArrState *state = fields->state;
    const StringObject *s = VALUE_AS(StringObject, format);
    Text text = text_new(&state->base.heap);
    ArrStatus status = build(fields, (Piece){s->bytes, s->bytes + s->length}, 0, &text);
    if (!status && text.failed) status = error_memory(&state->base, text.length, "a string");
    if (!status) status = string_new(state, text_string(&text), text.length, result);
    text_free(&text);
    return status;
}

ArrStatus string_format_call(ArrState *state, Value format, const Arguments *arguments,
                             Value *result) {
    Fields fields = {.state = state, .arguments = arguments};
    return format_all(&fields, format, result);
}

/* The row's own function: the rest of the arguments is a tuple. */
ArrStatus string_format(ArrState *state, const BuiltinCall *call, Value *result) {
    const SequenceObject *rest = VALUE_AS(SequenceObject, call->args[0]);
    Arguments arguments = {.values = rest->items, .count = (int32_t)rest->count};
    return string_format_call(state, call->self, &arguments, result);
}

ArrStatus string_format_map(ArrState *state, const BuiltinCall *call, Value *result) {
    Fields fields = {.state = state, .mapping = call->args[0]};
    return format_all(&fields, call->self, result);
}
