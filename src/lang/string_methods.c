/* The methods of strings that programs print with. Indices and widths count
 * characters; upper and lower case are known of ASCII only, and other letters
 * are refused. */
#define _GNU_SOURCE /* memmem */
#include <string.h>

#include "builtins.h"

static const StringObject *self_of(const BuiltinCall *call) {
    return VALUE_AS(StringObject, call->self);
}

static ArrStatus finish(ArrState *state, ArrStatus status, Text *text, Value *result) {
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
    ArrStatus status = sequence_new(state, VALUE_LIST, NULL, 0, &list);
    if (status) return status;
    status = list_extend(state, list, call->args[0]);
    Text text = text_new(&state->base.heap);
    if (!status) status = add_items(state, self_of(call), list, &text);
    value_release(state, list);
    return finish(state, status, &text, result);
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
    return finish(state, ARR_OK, &text, result);
}

/* --- strip and split ---------------------------------------------------------------------- */

static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
}

/* Whether the character at p is one of set's, or blank when there is none. */
static bool is_stripped(const StringObject *set, const char *p, int64_t length) {
    if (!set) return is_blank(*p);
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

static ArrStatus append_piece(ArrState *state, Value list, const char *bytes, int64_t length) {
    Value piece;
    ArrStatus status = string_new(state, bytes, length, &piece);
    if (status) return status;
    status = list_append(state, list, piece);
    value_release(state, piece);
    return status;
}

/* The first place of part in bytes, or -1. */
static int64_t find_part(const char *bytes, int64_t length, const StringObject *part) {
    if (part->length == 0) return 0;
    const char *found = memmem(bytes, (size_t)length, part->bytes, (size_t)part->length);
    return found ? found - bytes : -1;
}

static ArrStatus split_at(ArrState *state, const StringObject *s, const StringObject *separator,
                          int64_t most, Value list) {
    int64_t begin = 0;
    ArrStatus status = ARR_OK;
    while (!status && most-- != 0) {
        int64_t at = find_part(s->bytes + begin, s->length - begin, separator);
        if (at < 0) break;
        status = append_piece(state, list, s->bytes + begin, at);
        begin += at + separator->length;
    }
    return status ? status : append_piece(state, list, s->bytes + begin, s->length - begin);
}

/* Without a separator runs of blanks separate, and none leads or trails. */
static ArrStatus split_at_blanks(ArrState *state, const StringObject *s, int64_t most, Value list) {
    int64_t i = 0, end = s->length;
    ArrStatus status = ARR_OK;
    for (;;) {
        while (i < end && is_blank(s->bytes[i])) i++;
        if (i == end || status) return status;
        int64_t begin = i;
        if (most-- == 0) i = end;
        while (i < end && !is_blank(s->bytes[i])) i++;
        status = append_piece(state, list, s->bytes + begin, i - begin);
    }
}

static ArrStatus string_split(ArrState *state, const BuiltinCall *call, Value *result) {
    Value separator = call->args[0], list;
    int64_t most = -1;
    ArrStatus status = ARR_OK;
    if (call->args[1].kind != VALUE_UNDEFINED) status = value_index(state, call->args[1], &most);
    if (status) return status;
    if (is_given(separator) && separator.kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "must be str or None, not %s",
                         value_type_name(separator));
    if (is_given(separator) && VALUE_AS(StringObject, separator)->length == 0)
        return error_set(&state->base, ERROR_VALUE, "empty separator");
    status = sequence_new(state, VALUE_LIST, NULL, 0, &list);
    if (status) return status;
    status = is_given(separator)
                 ? split_at(state, self_of(call), VALUE_AS(StringObject, separator), most, list)
                 : split_at_blanks(state, self_of(call), most, list);
    if (status) value_release(state, list);
    else *result = list;
    return status;
}

static ArrStatus string_splitlines(ArrState *state, const BuiltinCall *call, Value *result) {
    const StringObject *s = self_of(call);
    Value list;
    ArrStatus status = sequence_new(state, VALUE_LIST, NULL, 0, &list);
    for (int64_t i = 0, begin = 0; !status && i <= s->length; i++) {
        bool end = i == s->length;
        if (!end && s->bytes[i] != '\n' && s->bytes[i] != '\r') continue;
        if (!end || i > begin) status = append_piece(state, list, s->bytes + begin, i - begin);
        if (!end && s->bytes[i] == '\r' && i + 1 < s->length && s->bytes[i + 1] == '\n') i++;
        begin = i + 1;
        if (status) value_release(state, list);
    }
    if (!status) *result = list;
    return status;
}

/* --- search --------------------------------------------------------------------------------- */

static bool has_at_end(const StringObject *s, Value part, bool at_end) {
    const StringObject *p = VALUE_AS(StringObject, part);
    if (p->length > s->length) return false;
    return !memcmp(s->bytes + (at_end ? s->length - p->length : 0), p->bytes, (size_t)p->length);
}

static ArrStatus string_starts(ArrState *state, const BuiltinCall *call, Value *result) {
    Value parts = call->args[0];
    int64_t count = 1;
    const Value *items = &parts;
    bool found = false;
    if (parts.kind == VALUE_TUPLE) {
        items = VALUE_AS(SequenceObject, parts)->items;
        count = VALUE_AS(SequenceObject, parts)->count;
    }
    for (int64_t i = 0; i < count; i++) {
        if (items[i].kind != VALUE_STRING)
            return error_set(&state->base, ERROR_TYPE,
                             "%s first arg must be str or a tuple of str, not %s",
                             call->function->name, value_type_name(items[i]));
        found = found || has_at_end(self_of(call), items[i], call->data);
    }
    *result = value_bool(found);
    return ARR_OK;
}

enum Search { SEARCH_FIND, SEARCH_INDEX, SEARCH_COUNT };

static ArrStatus string_search(ArrState *state, const BuiltinCall *call, Value *result) {
    const StringObject *s = self_of(call);
    if (call->args[0].kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "must be str, not %s",
                         value_type_name(call->args[0]));
    const StringObject *part = VALUE_AS(StringObject, call->args[0]);
    int64_t at = find_part(s->bytes, s->length, part);
    if (call->data == SEARCH_COUNT) {
        int64_t count = 0, begin = 0;
        if (part->length == 0) count = utf8_count(s->bytes, s->length) + 1;
        for (; part->length && at >= 0; count++) {
            begin += at + part->length;
            at = find_part(s->bytes + begin, s->length - begin, part);
        }
        *result = value_int(count);
        return ARR_OK;
    }
    if (at < 0 && call->data == SEARCH_INDEX)
        return error_set(&state->base, ERROR_VALUE, "substring not found");
    *result = value_int(at < 0 ? -1 : utf8_count(s->bytes, at));
    return ARR_OK;
}

static ArrStatus string_replace(ArrState *state, const BuiltinCall *call, Value *result) {
    const StringObject *s = self_of(call);
    int64_t most = -1, i = 0;
    for (int k = 0; k < 2; k++)
        if (call->args[k].kind != VALUE_STRING)
            return error_set(&state->base, ERROR_TYPE, "replace() argument %d must be str, not %s",
                             k + 1, value_type_name(call->args[k]));
    const StringObject *old = VALUE_AS(StringObject, call->args[0]);
    const StringObject *new = VALUE_AS(StringObject, call->args[1]);
    ArrStatus status = ARR_OK;
    if (call->args[2].kind != VALUE_UNDEFINED) status = value_index(state, call->args[2], &most);
    if (status) return status;
    Text text = text_new(&state->base.heap);
    while (most != 0 && !text.failed) {
        int64_t at = find_part(s->bytes + i, s->length - i, old);
        if (at < 0) break;
        text_add(&text, s->bytes + i, at);
        text_add(&text, new->bytes, new->length);
        i += at + old->length;
        most--;
        if (old->length) continue;
        /* an empty one is before every character and at the end */
        if (i == s->length) break;
        int64_t step = utf8_offset(s->bytes + i, s->length - i, 1);
        text_add(&text, s->bytes + i, step);
        i += step;
    }
    text_add(&text, s->bytes + i, s->length - i);
    return finish(state, ARR_OK, &text, result);
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
    return finish(state, ARR_OK, &text, result);
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
    return finish(state, ARR_OK, &text, result);
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
                          (call->data & CLASS_SPACE && is_blank(c)));
    }
    bool by_case = call->data == CLASS_UPPER || call->data == CLASS_LOWER;
    *result = value_bool(all && (cased || !by_case));
    return ARR_OK;
}

static ArrStatus string_refused(ArrState *state, const BuiltinCall *call, Value *result) {
    (void)result;
    ArrStatus status = error_set(&state->base, ERROR_NOT_IMPLEMENTED, "str.%s is not in arr",
                                 call->function->name);
    error_hint(&state->base, "an f-string or the operator %% formats values");
    return status;
}

const BuiltinRow string_method_rows[] = {
    {"join(iterable, /)", string_join, "The strings of iterable with this one between them.", 0},
    {"upper()", string_case, "The string in capitals.", CASE_UPPER},
    {"lower()", string_case, "The string in small letters.", CASE_LOWER},
    {"title()", string_case, "The string with a capital at the start of each word.", CASE_TITLE},
    {"capitalize()", string_case, "The string with its first letter a capital.", CASE_CAPITALIZE},
    {"swapcase()", string_case, "Capitals become small letters, and the other way.", CASE_SWAP},
    {"strip(chars=None, /)", string_strip, "Without blanks, or those characters, at either end.",
     SIDE_LEFT | SIDE_RIGHT},
    {"lstrip(chars=None, /)", string_strip, "Without blanks at its start.", SIDE_LEFT},
    {"rstrip(chars=None, /)", string_strip, "Without blanks at its end.", SIDE_RIGHT},
    {"split(sep=None, maxsplit=-1)", string_split,
     "The list of the pieces between blanks, or between separators.", 0},
    {"splitlines()", string_splitlines, "The list of the lines.", 0},
    {"startswith(prefix, /)", string_starts, "Whether it begins so (or as one of a tuple).", 0},
    {"endswith(suffix, /)", string_starts, "Whether it ends so (or as one of a tuple).", 1},
    {"find(sub, /)", string_search, "Where sub first is, or -1.", SEARCH_FIND},
    {"index(sub, /)", string_search, "Where sub first is, or ValueError.", SEARCH_INDEX},
    {"count(sub, /)", string_search, "How often sub is there.", SEARCH_COUNT},
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
    {"format(*args)", string_refused, "Not in arr.", 0},
    {NULL, NULL, NULL, 0},
};
