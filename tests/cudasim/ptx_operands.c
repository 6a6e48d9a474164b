/* Operands: values, predicates, addresses, vectors; and the words of an opcode. */
#include "decode.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- operands ---------------------------------------------------------------------------- */

static bool number(const char *text, PtxType type, uint64_t *value) {
    char *end;
    if (text[0] == '0' && strchr("fFdD", text[1]) && text[1]) {
        *value = strtoull(text + 2, &end, 16);
        bool is_single = tolower((unsigned char)text[1]) == 'f';
        if (is_single && type == TYPE_F64) {
            uint32_t bits = (uint32_t)*value;
            float single;
            memcpy(&single, &bits, 4);
            double wide = (double)single;
            memcpy(value, &wide, 8);
        }
        return !*end;
    }
    if (!strcmp(text, "WARP_SZ")) return *value = PTX_LANES, true;
    *value = *text == '-' ? (uint64_t)strtoll(text, &end, 0) : strtoull(text, &end, 0);
    return end != text && (!*end || !strcmp(end, "U"));
}

bool decode_value(Decoder *decoder, const char *text, PtxType type, Value *value) {
    uint64_t bits;
    if (!strcmp(text, "_")) {
        *value = (Value){decode_register(decoder, type), type};
        return true;
    }
    if (decode_find(decoder, text, value)) return true;
    if (*text == '%' && (value->offset = decode_special(decoder, text)) >= 0)
        return value->type = TYPE_U32, true;
    if (!number(text, type, &bits)) return decode_fail(decoder, "not a value", text);
    *value = (Value){decode_constant(decoder, bits, decode_wide(type)), TYPE_NONE};
    return true;
}

bool decode_predicate(Decoder *decoder, const char *text, int32_t *offset) {
    Value value;
    bool inverse = *text == '!';
    if (!strcmp(text, "_")) return *offset = decode_register(decoder, TYPE_PRED), true;
    const char *name = text + inverse;
    name += strspn(name, " \t");
    uint64_t literal;
    if (number(name, TYPE_U32, &literal)) {
        int32_t made = decode_register(decoder, TYPE_PRED);
        PtxOp *zero = decode_emit(decoder, OP_xor_pred);
        zero->d = zero->a = zero->b = made;
        *offset = made;
        if (inverse == (literal == 0)) { /* all true */
            PtxOp *op = decode_emit(decoder, OP_not_pred);
            op->d = op->a = made;
        }
        return true;
    }
    if (!decode_find(decoder, name, &value) || value.type != TYPE_PRED)
        return decode_fail(decoder, "not a predicate", text);
    *offset = value.offset;
    if (!inverse) return true;
    PtxOp *op = decode_emit(decoder, OP_not_pred);
    op->a = value.offset;
    op->d = *offset = decode_register(decoder, TYPE_PRED);
    return true;
}

bool decode_address(Decoder *decoder, const char *text, PtxOp *op) {
    char base[512];
    size_t length = strlen(text);
    if (length && *text == '[' && text[length - 1] == ']') text++, length -= 2;
    while (length && isspace((unsigned char)*text)) text++, length--;
    size_t size = strcspn(text, "+- ]");
    if (size > length) size = length;
    if (size >= sizeof base) return decode_fail(decoder, "not an address", text);
    memcpy(base, text, size);
    base[size] = 0;
    op->imm = 0;
    for (const char *rest = text + size; rest < text + length;) {
        rest += strspn(rest, "+ ");
        if (rest >= text + length || *rest == ']') break;
        char *end;
        op->imm += strtoll(rest, &end, 0);
        if (end == rest) return decode_fail(decoder, "not an address", text);
        rest = end;
    }
    Value value;
    const Name *name;
    op->a = -1;
    if (decode_find(decoder, base, &value)) {
        op->a = value.offset;
        if (decode_wide(value.type)) op->flags |= PTX_WIDE_A;
    } else if ((name = decode_memory(decoder, base, size))) {
        op->imm += name->offset;
        op->space = (uint8_t)name->space;
    } else if (isdigit((unsigned char)*base)) {
        op->imm += strtoll(base, NULL, 0);
    } else {
        return decode_fail(decoder, "unknown name", base);
    }
    return true;
}

/* --- the words of an opcode -------------------------------------------------------------- */

void words_split(Words *words, const char *opcode) {
    snprintf(words->text, sizeof words->text, "%s", opcode);
    words->count = 0;
    char *save = NULL;
    for (char *word = strtok_r(words->text, ".", &save); word && words->count < MOST_WORDS;
         word = strtok_r(NULL, ".", &save))
        words->word[words->count++] = word;
}

/* Whether the word is there; it is taken out. */
bool words_take(Words *words, const char *text) {
    for (int i = 1; i < words->count; i++) {
        if (strcmp(words->word[i], text)) continue;
        words->count--;
        memmove(&words->word[i], &words->word[i + 1], (size_t)(words->count - i) * sizeof(char *));
        return true;
    }
    return false;
}

void words_join(const Words *words, char *key, size_t size) {
    size_t used = 0;
    for (int i = 0; i < words->count && used < size; i++)
        used += (size_t)snprintf(key + used, size - used, "%s%s", i ? "." : "", words->word[i]);
}

PtxType words_type(const Words *words) {
    return ptx_type(words->word[words->count - 1]);
}

bool decode_count(Decoder *decoder, int least, int most) {
    int count = decoder->statement->noperands;
    return (count >= least && count <= most) ||
           decode_fail(decoder, "number of operands", decoder->statement->opcode);
}

/* The guard of the statement, for an op that is complete otherwise. */
static bool put_guard(Decoder *decoder, PtxOp *op) {
    const PtxStatement *now = decoder->statement;
    Value value;
    if (!now->guard) return true;
    if (!decode_value(decoder, now->guard, TYPE_PRED, &value) || value.type != TYPE_PRED)
        return decode_fail(decoder, "not a predicate", now->guard);
    op->guard = value.offset;
    op->guard_not = now->guard_not;
    return true;
}

/* Operands are decoded before the op is emitted, since they may emit ops themselves. */
PtxOp *decode_op(Decoder *decoder, const PtxOp *made) {
    PtxOp *op = decode_emit(decoder, (PtxCode)made->code);
    uint32_t line = op->line;
    *op = *made;
    op->line = line;
    return put_guard(decoder, op) ? op : NULL;
}

PtxOp decode_blank(PtxCode code) {
    return (PtxOp){.code = (uint16_t)code,
                   .guard = -1,
                   .d = -1,
                   .a = -1,
                   .b = -1,
                   .c = -1,
                   .more = {-1, -1, -1}};
}

static bool same_width(Decoder *decoder, Value value, PtxType type, const char *text) {
    if (value.type == TYPE_NONE || (value.type == TYPE_PRED) != (type == TYPE_PRED) ||
        decode_wide(value.type) != decode_wide(type)) {
        if (value.type != TYPE_NONE || type == TYPE_PRED)
            return decode_fail(decoder, "register of another width", text);
    }
    return true;
}

bool decode_operand(Decoder *decoder, int index, PtxType type, int32_t *offset) {
    Value value;
    const char *text = decoder->statement->operands[index];
    if (type == TYPE_PRED) return decode_predicate(decoder, text, offset);
    if (!decode_value(decoder, text, type, &value) || !same_width(decoder, value, type, text))
        return false;
    *offset = value.offset;
    return true;
}

bool decode_destination(Decoder *decoder, const char *text, PtxType type, int32_t *offset) {
    Value value;
    if (type == TYPE_PRED && *text == '!') return decode_fail(decoder, "not a destination", text);
    if (!decode_value(decoder, text, type, &value)) return false;
    if (value.type == TYPE_NONE) return decode_fail(decoder, "not a destination", text);
    *offset = value.offset;
    return same_width(decoder, value, type, text);
}

static bool split_vector(Decoder *decoder, const char *text, char **parts, int *count) {
    char *copy = ptx_copy(decoder->module, text, strlen(text)), *save = NULL;
    *count = 0;
    for (char *part = strtok_r(copy, "{}, \t\r\n", &save); part;
         part = strtok_r(NULL, "{}, \t\r\n", &save)) {
        if (*count == PTX_VECTOR) return decode_fail(decoder, "vector too long", text);
        parts[(*count)++] = part;
    }
    return *count > 0 || decode_fail(decoder, "empty vector", text);
}

/* Vector operands: places[0] and more[0..2]. */
bool decode_vector(Decoder *decoder, const char *text, PtxType type, bool writes, int32_t *first,
                   int32_t *more, int *count, bool *wide) {
    char *parts[PTX_VECTOR] = {(char *)(uintptr_t)text};
    *count = 1;
    if (*text == '{' && !split_vector(decoder, text, parts, count)) return false;
    *wide = false;
    for (int i = 0; i < *count; i++) {
        Value value;
        if (!decode_value(decoder, parts[i], type, &value)) return false;
        if (writes && value.type == TYPE_NONE)
            return decode_fail(decoder, "not a destination", parts[i]);
        bool is_wide = decode_wide(value.type == TYPE_NONE ? type : value.type);
        if (i && is_wide != *wide) return decode_fail(decoder, "registers of several widths", text);
        *wide = is_wide;
        *(i ? &more[i - 1] : first) = value.offset;
    }
    return true;
}
