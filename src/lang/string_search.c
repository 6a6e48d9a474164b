/* The methods of strings that look for parts: search, replace and split. Places
 * count characters for the program, bytes in here. */
#define _GNU_SOURCE /* memmem */
#include <string.h>

#include "string_methods.h"

/* Bytes of a string. */
typedef struct Slice {
    const char *bytes;
    int64_t length;
} Slice;

static Slice slice_of(Value string) {
    const StringObject *s = VALUE_AS(StringObject, string);
    return (Slice){s->bytes, s->length};
}

static Slice slice_from(Slice s, int64_t begin) {
    return (Slice){s.bytes + begin, s.length - begin};
}

/* The first place of part in s, or -1. */
static int64_t find_part(Slice s, Slice part) {
    if (part.length == 0) return 0;
    const char *found = memmem(s.bytes, (size_t)s.length, part.bytes, (size_t)part.length);
    return found ? found - s.bytes : -1;
}

/* The last one: bytes before it are gone through from behind. */
static int64_t find_last(Slice s, Slice part) {
    for (int64_t at = s.length - part.length; at >= 0; at--)
        if (!memcmp(s.bytes + at, part.bytes, (size_t)part.length)) return at;
    return -1;
}

/* --- start and end ------------------------------------------------------------------ */

/* A bound that counts characters; negative: from the end. None and none given: fallback. */
static ArrStatus read_bound(ArrState *state, Value v, int64_t count, int64_t fallback,
                            int64_t *bound) {
    *bound = fallback;
    if (!is_given(v)) return ARR_OK;
    if (v.kind != VALUE_INT && v.kind != VALUE_BOOL && v.kind != VALUE_ARRAY)
        return error_set(&state->base, ERROR_TYPE,
                         "slice indices must be integers or None or have an __index__ method");
    ArrStatus status = value_index(state, v, bound);
    if (!status && *bound < 0) *bound = *bound + count < 0 ? 0 : *bound + count;
    return status;
}

/* s[start:end], with start in characters; *beyond: start is behind the end, where not even the
 * empty string is. */
static ArrStatus cut(ArrState *state, Slice *s, const Value bounds[2], int64_t *start,
                     bool *beyond) {
    int64_t end, count;
    *start = 0;
    *beyond = false;
    if (!is_given(bounds[0]) && !is_given(bounds[1])) return ARR_OK;
    count = utf8_count(s->bytes, s->length);
    ArrStatus status = read_bound(state, bounds[0], count, 0, start);
    if (!status) status = read_bound(state, bounds[1], count, count, &end);
    if (status) return status;
    if (end > count) end = count;
    *beyond = *start > end;
    if (*beyond) return ARR_OK;
    s->length = utf8_offset(s->bytes, s->length, end);
    *s = slice_from(*s, utf8_offset(s->bytes, s->length, *start));
    return ARR_OK;
}

/* --- search -------------------------------------------------------------------------- */

static int64_t count_parts(Slice s, Slice part) {
    int64_t count = 0, at;
    if (part.length == 0) return utf8_count(s.bytes, s.length) + 1;
    for (; (at = find_part(s, part)) >= 0; count++) s = slice_from(s, at + part.length);
    return count;
}

ArrStatus string_search(ArrState *state, const BuiltinCall *call, Value *result) {
    Slice s = slice_of(call->self);
    int64_t start, at = -1;
    bool beyond;
    if (call->args[0].kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "must be str, not %s",
                         value_type_name(call->args[0]));
    Slice part = slice_of(call->args[0]);
    ArrStatus status = cut(state, &s, call->args + 1, &start, &beyond);
    if (status) return status;
    if (call->data == SEARCH_COUNT) {
        *result = value_int(beyond ? 0 : count_parts(s, part));
        return ARR_OK;
    }
    if (!beyond) at = call->data & SEARCH_LAST ? find_last(s, part) : find_part(s, part);
    if (at < 0 && call->data & SEARCH_INDEX)
        return error_set(&state->base, ERROR_VALUE, "substring not found");
    *result = value_int(at < 0 ? -1 : start + utf8_count(s.bytes, at));
    return ARR_OK;
}

static bool has_at(Slice s, Slice part, bool at_end) {
    if (part.length > s.length) return false;
    return !memcmp(s.bytes + (at_end ? s.length - part.length : 0), part.bytes,
                   (size_t)part.length);
}

ArrStatus string_starts(ArrState *state, const BuiltinCall *call, Value *result) {
    Value parts = call->args[0];
    Slice s = slice_of(call->self);
    const Value *items = &parts;
    int64_t count = 1, start;
    bool found = false, beyond;
    ArrStatus status = cut(state, &s, call->args + 1, &start, &beyond);
    if (status) return status;
    if (parts.kind == VALUE_TUPLE) {
        items = VALUE_AS(SequenceObject, parts)->items;
        count = VALUE_AS(SequenceObject, parts)->count;
    }
    for (int64_t i = 0; i < count; i++) {
        if (items[i].kind != VALUE_STRING)
            return error_set(&state->base, ERROR_TYPE,
                             "%s first arg must be str or a tuple of str, not %s",
                             call->function->name, value_type_name(items[i]));
        found = found || (!beyond && has_at(s, slice_of(items[i]), call->data));
    }
    *result = value_bool(found);
    return ARR_OK;
}

ArrStatus string_remove(ArrState *state, const BuiltinCall *call, Value *result) {
    Slice s = slice_of(call->self);
    if (call->args[0].kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "%s() argument must be str, not %s",
                         call->function->name, value_type_name(call->args[0]));
    Slice part = slice_of(call->args[0]);
    if (has_at(s, part, call->data)) {
        s.length -= part.length;
        if (!call->data) s.bytes += part.length;
    }
    return string_new(state, s.bytes, s.length, result);
}

ArrStatus string_replace(ArrState *state, const BuiltinCall *call, Value *result) {
    Slice s = slice_of(call->self);
    int64_t most = -1, i = 0;
    for (int k = 0; k < 2; k++)
        if (call->args[k].kind != VALUE_STRING)
            return error_set(&state->base, ERROR_TYPE, "replace() argument %d must be str, not %s",
                             k + 1, value_type_name(call->args[k]));
    Slice old = slice_of(call->args[0]), new = slice_of(call->args[1]);
    ArrStatus status = ARR_OK;
    if (call->args[2].kind != VALUE_UNDEFINED) status = value_index(state, call->args[2], &most);
    if (status) return status;
    Text text = text_new(&state->base.heap);
    while (most != 0 && !text.failed) {
        int64_t at = find_part(slice_from(s, i), old);
        if (at < 0) break;
        text_add(&text, s.bytes + i, at);
        text_add(&text, new.bytes, new.length);
        i += at + old.length;
        most--;
        if (old.length) continue;
        /* an empty one is before every character and at the end */
        if (i == s.length) break;
        int64_t step = utf8_offset(s.bytes + i, s.length - i, 1);
        text_add(&text, s.bytes + i, step);
        i += step;
    }
    text_add(&text, s.bytes + i, s.length - i);
    return string_finish(state, ARR_OK, &text, result);
}

/* --- split ---------------------------------------------------------------------------- */

static ArrStatus append_piece(ArrState *state, Value list, const char *bytes, int64_t length) {
    Value piece;
    ArrStatus status = string_new(state, bytes, length, &piece);
    if (status) return status;
    status = list_append(state, list, piece);
    value_release(state, piece);
    return status;
}

static ArrStatus split_at(ArrState *state, Slice s, Slice separator, int64_t most, Value list) {
    ArrStatus status = ARR_OK;
    while (!status && most-- != 0) {
        int64_t at = find_part(s, separator);
        if (at < 0) break;
        status = append_piece(state, list, s.bytes, at);
        s = slice_from(s, at + separator.length);
    }
    return status ? status : append_piece(state, list, s.bytes, s.length);
}

/* From behind: the list's order is turned at the end. */
static ArrStatus split_at_last(ArrState *state, Slice s, Slice separator, int64_t most,
                               Value list) {
    ArrStatus status = ARR_OK;
    while (!status && most-- != 0) {
        int64_t at = find_last(s, separator);
        if (at < 0) break;
        Slice piece = slice_from(s, at + separator.length);
        status = append_piece(state, list, piece.bytes, piece.length);
        s.length = at;
    }
    return status ? status : append_piece(state, list, s.bytes, s.length);
}

/* Without a separator runs of blanks separate, and none leads or trails. */
static ArrStatus split_at_blanks(ArrState *state, Slice s, int64_t most, Value list) {
    int64_t i = 0;
    ArrStatus status = ARR_OK;
    for (;;) {
        while (i < s.length && string_blank(s.bytes[i])) i++;
        if (i == s.length || status) return status;
        int64_t begin = i;
        if (most-- == 0) i = s.length;
        while (i < s.length && !string_blank(s.bytes[i])) i++;
        status = append_piece(state, list, s.bytes + begin, i - begin);
    }
}

static ArrStatus split_at_last_blanks(ArrState *state, Slice s, int64_t most, Value list) {
    int64_t i = s.length;
    ArrStatus status = ARR_OK;
    for (;;) {
        while (i > 0 && string_blank(s.bytes[i - 1])) i--;
        if (i == 0 || status) return status;
        int64_t end = i;
        if (most-- == 0) i = 0;
        while (i > 0 && !string_blank(s.bytes[i - 1])) i--;
        status = append_piece(state, list, s.bytes + i, end - i);
    }
}

static void turn(Value list) {
    SequenceObject *items = VALUE_AS(SequenceObject, list);
    for (int64_t i = 0, k = items->count - 1; i < k; i++, k--) {
        Value swap = items->items[i];
        items->items[i] = items->items[k];
        items->items[k] = swap;
    }
}

ArrStatus string_split(ArrState *state, const BuiltinCall *call, Value *result) {
    Value separator = call->args[0], list;
    Slice s = slice_of(call->self);
    bool last = call->data, given = is_given(separator);
    int64_t most = -1;
    ArrStatus status = ARR_OK;
    if (call->args[1].kind != VALUE_UNDEFINED) status = value_index(state, call->args[1], &most);
    if (status) return status;
    if (given && separator.kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "must be str or None, not %s",
                         value_type_name(separator));
    if (given && VALUE_AS(StringObject, separator)->length == 0)
        return error_set(&state->base, ERROR_VALUE, "empty separator");
    status = sequence_new(state, VALUE_LIST, NULL, 0, &list);
    if (status) return status;
    if (given)
        status = (last ? split_at_last : split_at)(state, s, slice_of(separator), most, list);
    else status = (last ? split_at_last_blanks : split_at_blanks)(state, s, most, list);
    if (last) turn(list);
    if (status) value_release(state, list);
    else *result = list;
    return status;
}

ArrStatus string_splitlines(ArrState *state, const BuiltinCall *call, Value *result) {
    Slice s = slice_of(call->self);
    Value list;
    bool keep = false;
    ArrStatus status = ARR_OK;
    if (call->args[0].kind != VALUE_UNDEFINED) status = value_truth(state, call->args[0], &keep);
    if (!status) status = sequence_new(state, VALUE_LIST, NULL, 0, &list);
    for (int64_t i = 0, begin = 0; !status && i <= s.length; i++) {
        bool end = i == s.length;
        if (!end && s.bytes[i] != '\n' && s.bytes[i] != '\r') continue;
        int64_t stop = i;
        if (!end && s.bytes[i] == '\r' && i + 1 < s.length && s.bytes[i + 1] == '\n') i++;
        if (keep && !end) stop = i + 1;
        if (!end || stop > begin) status = append_piece(state, list, s.bytes + begin, stop - begin);
        begin = i + 1;
        if (status) value_release(state, list);
    }
    if (!status) *result = list;
    return status;
}

ArrStatus string_partition(ArrState *state, const BuiltinCall *call, Value *result) {
    Slice s = slice_of(call->self);
    Value pieces[3];
    int made = 0;
    if (call->args[0].kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "must be str, not %s",
                         value_type_name(call->args[0]));
    Slice separator = slice_of(call->args[0]);
    if (separator.length == 0) return error_set(&state->base, ERROR_VALUE, "empty separator");
    int64_t at = call->data ? find_last(s, separator) : find_part(s, separator);
    Slice behind = at < 0 ? (Slice){"", 0} : slice_from(s, at + separator.length);
    Slice parts[3] = {{s.bytes, at < 0 ? s.length : at}, separator, behind};
    if (at < 0) { /* all of it is the first piece, or the last */
        parts[1] = behind;
        if (call->data) {
            parts[2] = parts[0];
            parts[0] = behind;
        }
    }
    ArrStatus status = ARR_OK;
    for (; !status && made < 3; made += !status)
        status = string_new(state, parts[made].bytes, parts[made].length, &pieces[made]);
    if (!status) return sequence_new(state, VALUE_TUPLE, pieces, 3, result);
    while (made) value_release(state, pieces[--made]);
    return status;
}
