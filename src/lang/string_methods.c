/* The methods of strings that programs print with. Indices and widths count
 * characters; upper and lower case are known of ASCII only, and other letters
 * are refused. */
#include <string.h>

#include "string_methods.h"

static const StringObject *self_of(const BuiltinCall *call) {
    return VALUE_AS(StringObject, call->self);
}

ArrStatus string_finish(ArrState *state, ArrStatus status, Text *text, Value *result) {
    if (!status && text->failed) status = error_memory(&state->base, text->length, "a string");
    if (!status) status = string_new(state, text_string(text), text->length, result);
    text_free(text);
    return status;
}

/* --- join --------------------------------------------------------------------------- */

static ArrStatus add_items(ArrState *state, const StringObject *separator, Value list, Text *text) {
    const SequenceObject *items = VALUE_AS(SequenceObject, list);
    for (int64_t i = 0; i < items->count; i++) {
        Value item = items->items[i];
        if (item.kind != VALUE_STRING)
            return error_set(&state->base, ERROR_TYPE,
                             "sequence item %lld: expected str instance, %s found", (long long)i,
                             value_type_name(item));
        if (i) text_add(text, separator->bytes, separator->length);
        text_add(text, VALUE_AS(StringObject, item)->bytes, VALUE_AS(StringObject, item)->length);
    }
    return ARR_OK;
}

static ArrStatus string_join(ArrState *state, const BuiltinCall *call, Value *result) {
    Value list;
    if (!value_is_iterable(call->args[0]))
        return error_set(&state->base, ERROR_TYPE, "can only join an iterable");
    ArrStatus status = sequence_new(state, VALUE_LIST, NULL, 0, &list);
    if (status) return status;
    status = list_extend(state, list, call->args[0]);
    Text text = text_new(&state->base.heap);
    if (!status) status = add_items(state, self_of(call), list, &text);
    value_release(state, list);
    return string_finish(state, status, &text, result);
}

/* --- case ------------------------------------------------------------------------------ */

enum Case { CASE_UPPER, CASE_LOWER, CASE_TITLE, CASE_CAPITALIZE, CASE_SWAP };

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

static char in_case(char c, bool upper) {
    if (upper && is_lower(c)) return (char)(c - 'a' + 'A');
    return !upper && is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static ArrStatus string_case(ArrState *state, const BuiltinCall *call, Value *result) {
    const StringObject *s = self_of(call);
    Text text = text_new(&state->base.heap);
    bool word = false; /* in the midst of one */
    for (int64_t i = 0; i < s->length; i++) {
        char c = s->bytes[i];
        if (c & 0x80) {
            text_free(&text);
            return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                             "%s() of other letters than A to Z is not in arr",
                             call->function->name);
        }
        bool upper = call->data == CASE_UPPER        ? true
                     : call->data == CASE_LOWER      ? false
                     : call->data == CASE_TITLE      ? !word
                     : call->data == CASE_CAPITALIZE ? i == 0
                                                     : is_lower(c);
        text_addc(&text, in_case(c, upper));
        word = is_upper(c) || is_lower(c);
    }
    return string_finish(state, ARR_OK, &text, result);
}

/* --- strip and split ---------------------------------------------------------------------- */

bool string_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
}

/* Whether the character at p is one of set's, or blank when there is none. */
static bool is_stripped(const StringObject *set, const char *p, int64_t length) {
    if (!set) return string_blank(*p);
    for (int64_t i = 0; i < set->length; i += utf8_offset(set->bytes + i, set->length - i, 1))
        if (utf8_offset(set->bytes + i, set->length - i, 1) == length &&
            !memcmp(set->bytes + i, p, (size_t)length))
            return true;
    return false;
}

enum Side { SIDE_LEFT = 1, SIDE_RIGHT = 2 };

static ArrStatus string_strip(ArrState *state, const BuiltinCall *call, Value *result) {
    const StringObject *s = self_of(call), *set = NULL;
    if (is_given(call->args[0])) {
        if (call->args[0].kind != VALUE_STRING)
            return error_set(&state->base, ERROR_TYPE, "%s arg must be None or str",
                             call->function->name);
        set = VALUE_AS(StringObject, call->args[0]);
    }
    int64_t begin = 0, end = s->length, step;
    while (call->data & SIDE_LEFT && begin < end) {
        step = utf8_offset(s->bytes + begin, end - begin, 1);
        if (!is_stripped(set, s->bytes + begin, step)) break;
        begin += step;
    }
    while (call->data & SIDE_RIGHT && begin < end) {
        for (step = 1; (s->bytes[end - step] & 0xC0) == 0x80;) step++;
        if (!is_stripped(set, s->bytes + end - step, step)) break;
        end -= step;
    }
    return string_new(state, s->bytes + begin, end - begin, result);
}

/* --- width --------------------------------------------------------------------------------------
 */

static ArrStatus string_justify(ArrState *state, const BuiltinCall *call, Value *result) {
    const StringObject *s = self_of(call);
    const char *fill = " ";
    int64_t width, fill_length = 1;
    ArrStatus status = value_index(state, call->args[0], &width);
    if (status) return status;
    if (call->args[1].kind != VALUE_UNDEFINED) {
        if (call->args[1].kind != VALUE_STRING)
            return error_set(&state->base, ERROR_TYPE,
                             "The fill character must be a unicode character, not %s",
                             value_type_name(call->args[1]));
        fill = VALUE_AS(StringObject, call->args[1])->bytes;
        fill_length = VALUE_AS(StringObject, call->args[1])->length;
        if (utf8_count(fill, fill_length) != 1)
            return error_set(&state->base, ERROR_TYPE,
                             "The fill character must be exactly one character long");
    }
    int64_t pad = width - utf8_count(s->bytes, s->length), left;
    if (pad < 0) pad = 0;
    left = call->data == 'l' ? 0 : call->data == 'r' ? pad : pad / 2 + (pad & width & 1);
    Text text = text_new(&state->base.heap);
    text_repeat(&text, fill, fill_length, left);
    text_add(&text, s->bytes, s->length);
    text_repeat(&text, fill, fill_length, pad - left);
    return string_finish(state, ARR_OK, &text, result);
}

static ArrStatus string_zfill(ArrState *state, const BuiltinCall *call, Value *result) {
    const StringObject *s = self_of(call);
    int64_t width;
    ArrStatus status = value_index(state, call->args[0], &width);
    if (status) return status;
    bool sign = s->length && (s->bytes[0] == '-' || s->bytes[0] == '+');
    Text text = text_new(&state->base.heap);
    text_add(&text, s->bytes, sign);
    text_fill(&text, '0', width - utf8_count(s->bytes, s->length));
    text_add(&text, s->bytes + sign, s->length - sign);
    return string_finish(state, ARR_OK, &text, result);
}

enum Class { CLASS_DIGIT = 1, CLASS_ALPHA = 2, CLASS_SPACE = 4, CLASS_UPPER = 8, CLASS_LOWER = 16 };

static ArrStatus string_is(ArrState *state, const BuiltinCall *call, Value *result) {
    const StringObject *s = self_of(call);
    bool all = s->length > 0, cased = false;
    for (int64_t i = 0; i < s->length; i++) {
        char c = s->bytes[i];
        if (c & 0x80)
            return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                             "%s() of other characters than ASCII is not in arr",
                             call->function->name);
        bool letter = is_upper(c) || is_lower(c);
        cased |= letter;
        if (call->data == CLASS_UPPER) all = all && !is_lower(c);
        else if (call->data == CLASS_LOWER) all = all && !is_upper(c);
        else
            all = all && ((call->data & CLASS_DIGIT && c >= '0' && c <= '9') ||
                          (call->data & CLASS_ALPHA && letter) ||
                          (call->data & CLASS_SPACE && string_blank(c)));
    }
    bool by_case = call->data == CLASS_UPPER || call->data == CLASS_LOWER;
    *result = value_bool(all && (cased || !by_case));
    return ARR_OK;
}

const BuiltinRow string_method_rows[] = {
    {"join(iterable, /)", string_join, "The strings of iterable with this one between them.", 0},
    {"upper()", string_case, "The string in capitals.", CASE_UPPER},
    {"lower()", string_case, "The string in small letters.", CASE_LOWER},
    {"casefold()", string_case, "The string in small letters.", CASE_LOWER},
    {"title()", string_case, "The string with a capital at the start of each word.", CASE_TITLE},
    {"capitalize()", string_case, "The string with its first letter a capital.", CASE_CAPITALIZE},
    {"swapcase()", string_case, "Capitals become small letters, and the other way.", CASE_SWAP},
    {"strip(chars=None, /)", string_strip, "Without blanks, or those characters, at either end.",
     SIDE_LEFT | SIDE_RIGHT},
    {"lstrip(chars=None, /)", string_strip, "Without blanks at its start.", SIDE_LEFT},
    {"rstrip(chars=None, /)", string_strip, "Without blanks at its end.", SIDE_RIGHT},
    {"split(sep=None, maxsplit=-1)", string_split,
     "The list of the pieces between blanks, or between separators.", 0},
    {"rsplit(sep=None, maxsplit=-1)", string_split,
     "The same; with maxsplit the last pieces are separated.", 1},
    {"splitlines(keepends=False)", string_splitlines, "The list of the lines.", 0},
    {"partition(sep, /)", string_partition,
     "A tuple: what is before the first separator, the separator, what is behind it.", 0},
    {"rpartition(sep, /)", string_partition, "The same at the last separator.", 1},
    {"startswith(prefix, start=0, end=, /)", string_starts,
     "Whether it begins so (or as one of a tuple).", 0},
    {"endswith(suffix, start=0, end=, /)", string_starts,
     "Whether it ends so (or as one of a tuple).", 1},
    {"removeprefix(prefix, /)", string_remove, "Without prefix, if it begins so.", 0},
    {"removesuffix(suffix, /)", string_remove, "Without suffix, if it ends so.", 1},
    {"find(sub, start=0, end=, /)", string_search, "Where sub first is, or -1.", SEARCH_FIND},
    {"rfind(sub, start=0, end=, /)", string_search, "Where sub last is, or -1.",
     SEARCH_FIND | SEARCH_LAST},
    {"index(sub, start=0, end=, /)", string_search, "Where sub first is, or ValueError.",
     SEARCH_INDEX},
    {"rindex(sub, start=0, end=, /)", string_search, "Where sub last is, or ValueError.",
     SEARCH_INDEX | SEARCH_LAST},
    {"count(sub, start=0, end=, /)", string_search, "How often sub is there.", SEARCH_COUNT},
    {"replace(old, new, count=-1, /)", string_replace, "With new in place of old.", 0},
    {"ljust(width, fillchar=' ', /)", string_justify, "Filled to a width, to the left.", 'l'},
    {"rjust(width, fillchar=' ', /)", string_justify, "Filled to a width, to the right.", 'r'},
    {"center(width, fillchar=' ', /)", string_justify, "Filled to a width, in the middle.", 'c'},
    {"zfill(width, /)", string_zfill, "Filled with zeros behind the sign.", 0},
    {"isdigit()", string_is, "Whether all are digits.", CLASS_DIGIT},
    {"isalpha()", string_is, "Whether all are letters.", CLASS_ALPHA},
    {"isalnum()", string_is, "Whether all are letters or digits.", CLASS_DIGIT | CLASS_ALPHA},
    {"isspace()", string_is, "Whether all are blanks.", CLASS_SPACE},
    {"isupper()", string_is, "Whether all letters are capitals.", CLASS_UPPER},
    {"islower()", string_is, "Whether all letters are small.", CLASS_LOWER},
    {"isdecimal()", string_is, "Whether all are digits.", CLASS_DIGIT},
    {"isnumeric()", string_is, "Whether all are digits.", CLASS_DIGIT},
    {"format(*args)", string_format, "With values in place of its fields in braces.", 0},
    {"format_map(mapping, /)", string_format_map, "The same with the values of a dict.", 0},
    {NULL, NULL, NULL, 0},
};
