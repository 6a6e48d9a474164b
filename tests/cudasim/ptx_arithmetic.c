/* Arithmetic to ops: looked up in ptx_ops.def by the instruction's key; comparisons, moves and
 * conversions have ways of their own. */
#include "decode.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Row {
    const char *key;
    PtxCode code;
    char kind; /* 1 2 3: operands; s: setp, c: carry, p: predicates, b: bfi, l: selp, t: testp */
    const char *types[4];
} Row;

static const Row rows[] = {
#define OP1(name, key, D, A, e)       {key, OP_##name, '1', {#D, #A}},
#define OP2(name, key, D, A, B, e)    {key, OP_##name, '2', {#D, #A, #B}},
#define OP3(name, key, D, A, B, C, e) {key, OP_##name, '3', {#D, #A, #B, #C}},
#define SETP(name, key, A, e)         {key, OP_##name, 's', {"pred", #A, #A}},
#define CARRY(name, key, D, wide, e)  {key, OP_##name, 'c', {#D, #D, #D, #D}},
#define PRED(name, key, n, e)         {key, OP_##name, 'p', {#n}},
#define BFI(name, key, T, N)          {key, OP_##name, 'b', {#T, #T, #T, "u32"}},
#define SELP(name, key, T)            {key, OP_##name, 'l', {#T, #T, #T, "pred"}},
#define TESTP(name, key, A, e)        {key, OP_##name, 't', {"pred", #A}},
#include "ptx_ops.def"
};
enum { ROWS = sizeof rows / sizeof *rows };

static const Row *find_row(const char *key) {
    static const Row *table[4096];
    static bool filled;
    for (size_t i = 0; !filled && i < ROWS; i++) {
        size_t at = 0;
        for (const char *c = rows[i].key; *c; c++) at = (at * 31 + (unsigned char)*c) & 4095;
        while (table[at]) at = (at + 1) & 4095;
        table[at] = &rows[i];
    }
    filled = true;
    size_t at = 0;
    for (const char *c = key; *c; c++) at = (at * 31 + (unsigned char)*c) & 4095;
    while (table[at] && strcmp(table[at]->key, key)) at = (at + 1) & 4095;
    return table[at];
}

/* --- arithmetic -------------------------------------------------------------------------- */

/* What of the opcode is how to round, and what is left is the key. */
static bool take_mode(Decoder *decoder, Words *words, bool *saturate) {
    PtxType type = words_type(words);
    bool is_float = type == TYPE_F32 || type == TYPE_F64;
    int64_t mode = MODE_NEAREST;
    if (is_float) {
        if (words_take(words, "rz")) mode = MODE_ZERO;
        if (words_take(words, "rm")) mode = MODE_DOWN;
        if (words_take(words, "rp")) mode = MODE_UP;
        if (words_take(words, "ftz") && type == TYPE_F32) mode |= MODE_FLUSH;
        words_take(words, "rn");
        words_take(words, "full");
        if (type == TYPE_F32) words_take(words, "approx");
        *saturate = words_take(words, "sat");
    }
    words_take(words, "uni");
    decode_mode(decoder, mode);
    return true;
}

static const char *by_size(PtxType type) {
    return ptx_type_size(type) == 8 ? "b64" : "b32";
}

static bool arithmetic_key(Decoder *decoder, Words *words, char *key, size_t size, bool *saturate) {
    const char *root = words->word[0];
    PtxType type = words_type(words);
    if (!strcmp(root, "mov") && type != TYPE_PRED)
        words->word[words->count - 1] = (char *)(uintptr_t)by_size(type);
    if (!strcmp(root, "selp")) words->word[words->count - 1] = (char *)(uintptr_t)by_size(type);
    take_mode(decoder, words, saturate);
    if (words_take(words, "cc") && strncmp(root, "madc", 4) && strcmp(root, "addc") &&
        strcmp(root, "subc")) {
        /* "add.cc.u32", "mad.lo.cc.u32": the type stays last. */
        char *last = words->word[words->count - 1];
        words->word[words->count - 1] = (char *)(uintptr_t) "cc";
        words->word[words->count++] = last;
    }
    words_join(words, key, size);
    return true;
}

static bool arithmetic(Decoder *decoder, Words *words) {
    char key[160];
    bool saturate = false;
    const PtxStatement *now = decoder->statement;
    if (!arithmetic_key(decoder, words, key, sizeof key, &saturate)) return false;
    const Row *row = find_row(key);
    if (!row) return decode_fail(decoder, "instruction not supported", now->opcode);
    PtxOp op = decode_blank(row->code);
    int32_t *places[4] = {&op.d, &op.a, &op.b, &op.c};
    int count = row->kind == 'p' ? 1 + atoi(row->types[0]) : 0;
    while (row->kind != 'p' && count < 4 && row->types[count]) count++;
    bool is_carry = row->kind == 'c', is_lop3 = row->code == OP_lop3_b32, is_bfi = row->kind == 'b';
    if (is_carry) count = now->noperands;
    if (!decode_count(decoder, count + is_lop3 + is_bfi, count + is_lop3 + is_bfi)) return false;
    for (int i = 1; i < count; i++) {
        PtxType type = row->kind == 'p' ? TYPE_PRED : ptx_type(row->types[i]);
        if (!decode_operand(decoder, i, type, places[i])) return false;
    }
    if (is_lop3) op.imm = strtol(now->operands[4], NULL, 0);
    if (is_bfi && !decode_operand(decoder, 4, TYPE_U32, &op.more[0])) return false;
    PtxType result = row->kind == 'p' ? TYPE_PRED : ptx_type(row->types[0]);
    if (!decode_destination(decoder, now->operands[0], result, &op.d) || !decode_op(decoder, &op))
        return false;
    if (!saturate) return true;
    if (result != TYPE_F32) return decode_fail(decoder, "saturation not supported", now->opcode);
    PtxOp clamp = decode_blank(OP_saturate_f32);
    clamp.d = clamp.a = op.d;
    return decode_op(decoder, &clamp) != NULL;
}

/* setp.lt.and.f32 p|q, a, b, !c */
static bool set_predicate(Decoder *decoder, Words *words) {
    static const char *const unsigned_names[][2] = {
        {"lo", "lt"}, {"ls", "le"}, {"hi", "gt"}, {"hs", "ge"}};
    const PtxStatement *now = decoder->statement;
    bool saturate, both = words_take(words, "and"), either = words_take(words, "or"),
                   odd = words_take(words, "xor");
    for (size_t i = 0; i < 4; i++)
        if (!strcmp(words->word[1], unsigned_names[i][0]))
            words->word[1] = (char *)(uintptr_t)unsigned_names[i][1];
    char *type_word = words->word[words->count - 1];
    if (*type_word == 'b') *type_word = 'u';
    PtxType type = ptx_type(type_word);
    take_mode(decoder, words, &saturate);
    char key[160];
    words_join(words, key, sizeof key);
    const Row *row = find_row(key);
    if (!row || row->kind != 's')
        return decode_fail(decoder, "instruction not supported", now->opcode);
    bool joined = both || either || odd;
    if (!decode_count(decoder, 3 + joined, 3 + joined)) return false;
    PtxOp op = decode_blank(row->code);
    if (!decode_operand(decoder, 1, type, &op.a) || !decode_operand(decoder, 2, type, &op.b))
        return false;
    int32_t other = -1, second = -1, first;
    if (joined && !decode_operand(decoder, 3, TYPE_PRED, &other)) return false;
    char *copy = ptx_copy(decoder->module, now->operands[0], strlen(now->operands[0]));
    char *bar = strchr(copy, '|');
    if (bar) *bar++ = 0;
    if (!decode_destination(decoder, copy, TYPE_PRED, &first)) return false;
    if (bar && !decode_destination(decoder, bar, TYPE_PRED, &second)) return false;
    op.d = joined || bar ? decode_register(decoder, TYPE_PRED) : first;
    if (!decode_op(decoder, &op)) return false;
    PtxOp join = decode_blank(both     ? OP_and_pred
                              : either ? OP_or_pred
                              : odd    ? OP_xor_pred
                                       : OP_mov_pred);
    PtxOp inverse = decode_blank(OP_not_pred);
    inverse.a = op.d;
    inverse.d = decode_register(decoder, TYPE_PRED);
    join.a = inverse.d;
    join.b = other;
    join.d = second;
    if (bar && (!decode_op(decoder, &inverse) || !decode_op(decoder, &join))) return false;
    join.a = op.d;
    join.d = first;
    return op.d == first || decode_op(decoder, &join);
}

/* set.lt.u32.f32 d, a, b: all bits, or 1.0. */
static bool set_value(Decoder *decoder, Words *words) {
    const PtxStatement *now = decoder->statement;
    if (words->count < 4) return decode_fail(decoder, "instruction not supported", now->opcode);
    char *into = words->word[words->count - 2];
    PtxType type = ptx_type(into), from = words_type(words);
    words_take(words, into);
    if (ptx_type_size(type) != 4 || !decode_count(decoder, 3, 3))
        return decode_fail(decoder, "instruction not supported", now->opcode);
    char key[160];
    bool saturate;
    take_mode(decoder, words, &saturate);
    snprintf(key, sizeof key, "setp.%s.%s", words->word[1], words->word[words->count - 1]);
    const Row *row = find_row(key);
    if (!row || words->count != 3)
        return decode_fail(decoder, "instruction not supported", now->opcode);
    PtxOp op = decode_blank(row->code), choose = decode_blank(OP_selp_b32);
    if (!decode_operand(decoder, 1, from, &op.a) || !decode_operand(decoder, 2, from, &op.b) ||
        !decode_destination(decoder, now->operands[0], type, &choose.d))
        return false;
    op.d = choose.c = decode_register(decoder, TYPE_PRED);
    choose.a = decode_constant(decoder, type == TYPE_F32 ? 0x3f800000 : 0xffffffff, false);
    choose.b = decode_constant(decoder, 0, false);
    return decode_op(decoder, &op) && decode_op(decoder, &choose);
}

/* --- mov and cvt -------------------------------------------------------------------------------
 */

static bool pack(Decoder *decoder, PtxType type, bool unpack) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = decode_blank(unpack ? OP_UNPACK : OP_PACK);
    int count = 0;
    bool wide = false;
    const char *parts = now->operands[unpack ? 0 : 1];
    int commas = 1;
    for (const char *c = parts; *c; c++) commas += *c == ',';
    unsigned size = ptx_type_size(type) / (unsigned)commas;
    PtxType part = size == 4 ? TYPE_B32 : size == 2 ? TYPE_B16 : size == 8 ? TYPE_B64 : TYPE_B8;
    int32_t *first = unpack ? &op.d : &op.a;
    if (!decode_vector(decoder, parts, part, unpack, first, op.more, &count, &wide)) return false;
    if (unpack ? !decode_operand(decoder, 1, type, &op.a)
               : !decode_destination(decoder, now->operands[0], type, &op.d))
        return false;
    op.count = (uint8_t)count;
    op.type = (uint8_t)part;
    op.from = (uint8_t)type;
    if (decode_wide(part)) return decode_fail(decoder, "not supported", now->opcode);
    return decode_op(decoder, &op) != NULL;
}

static bool move(Decoder *decoder, Words *words) {
    const PtxStatement *now = decoder->statement;
    PtxType type = words_type(words);
    if (!decode_count(decoder, 2, 2)) return false;
    if (*now->operands[0] == '{') return pack(decoder, type, true);
    if (*now->operands[1] == '{') return pack(decoder, type, false);
    const char *from = now->operands[1];
    if (!strncmp(from, "%clock", 6) || !strncmp(from, "%globaltimer", 12)) {
        PtxOp op = decode_blank(OP_CLOCK);
        op.flags = decode_wide(type) ? PTX_WIDE_D : 0;
        return decode_destination(decoder, now->operands[0], type, &op.d) &&
               decode_op(decoder, &op);
    }
    bool is_name = *from == '_' || *from == '$' || (*from >= 'A' && *from <= 'z');
    if (!is_name || !decode_memory(decoder, from, strcspn(from, "+ ")))
        return arithmetic(decoder, words);
    PtxOp address = decode_blank(OP_LOAD),
          op = decode_blank(decode_wide(type) ? OP_mov_b64 : OP_mov_b32);
    if (!decode_address(decoder, from, &address)) return false;
    op.a = decode_constant(decoder, (uint64_t)address.imm, decode_wide(type));
    return decode_destination(decoder, now->operands[0], type, &op.d) && decode_op(decoder, &op);
}

static bool convert(Decoder *decoder, Words *words) {
    static const struct {
        const char *name;
        int rounding;
    } roundings[] = {{"rn", MODE_NEAREST}, {"rz", MODE_ZERO},     {"rm", MODE_DOWN},
                     {"rp", MODE_UP},      {"rni", MODE_NEAREST}, {"rzi", MODE_ZERO},
                     {"rmi", MODE_DOWN},   {"rpi", MODE_UP}};
    const PtxStatement *now = decoder->statement;
    PtxOp op = decode_blank(OP_CONVERT);
    op.imm = -1; /* none: the value fits, or is rounded to nearest */
    op.kind = 0;
    for (size_t i = 0; i < sizeof roundings / sizeof *roundings; i++)
        if (words_take(words, roundings[i].name)) {
            op.imm = roundings[i].rounding;
            op.kind = strlen(roundings[i].name) == 3; /* to a whole number */
        }
    if (words_take(words, "sat")) op.flags |= PTX_SATURATE;
    bool flush = words_take(words, "ftz");
    if (words->count != 3 || !decode_count(decoder, 2, 2))
        return decode_fail(decoder, "instruction not supported", now->opcode);
    PtxType type = ptx_type(words->word[1]), from = ptx_type(words->word[2]);
    if (!type || !from || type == TYPE_PRED || from == TYPE_PRED || type == TYPE_B128 ||
        from == TYPE_B128)
        return decode_fail(decoder, "instruction not supported", now->opcode);
    decode_mode(decoder, flush ? MODE_FLUSH : MODE_NEAREST);
    Value value;
    if (!decode_value(decoder, now->operands[1], from, &value)) return false;
    op.a = value.offset;
    if (decode_wide(value.type ? value.type : from)) op.flags |= PTX_WIDE_A;
    if (!decode_value(decoder, now->operands[0], type, &value) || value.type == TYPE_NONE)
        return decode_fail(decoder, "not a destination", now->operands[0]);
    op.d = value.offset;
    if (decode_wide(value.type)) op.flags |= PTX_WIDE_D;
    op.type = (uint8_t)type;
    op.from = (uint8_t)from;
    return decode_op(decoder, &op) != NULL;
}

/* cvta.to.shared.u64 d, a: windows of generic addresses begin where no allocation is. */
static bool convert_address(Decoder *decoder, Words *words) {
    PtxType type = words_type(words);
    bool to = words_take(words, "to"), shared = words_take(words, "shared"),
         local = words_take(words, "local");
    bool param = words_take(words, "param") || words_take(words, "param::entry");
    shared |= words_take(words, "shared::cta");
    uint64_t window = shared ? WINDOW_SHARED : local ? WINDOW_LOCAL : param ? WINDOW_PARAM : 0;
    if (!decode_wide(type) || !decode_count(decoder, 2, 2))
        return decode_fail(decoder, "instruction not supported", decoder->statement->opcode);
    PtxOp op = decode_blank(to ? OP_sub_u64 : OP_add_u64);
    op.b = decode_constant(decoder, window, true);
    const char *from = decoder->statement->operands[1];
    const Name *name = *from == '%' ? NULL : decode_memory(decoder, from, strlen(from));
    if (name) op.a = decode_constant(decoder, (uint64_t)name->offset, true);
    else if (!decode_operand(decoder, 1, type, &op.a)) return false;
    return decode_destination(decoder, decoder->statement->operands[0], type, &op.d) &&
           decode_op(decoder, &op);
}

/* isspacep.shared p, a */
static bool is_in_space(Decoder *decoder, Words *words) {
    bool shared = words_take(words, "shared"), local = words_take(words, "local");
    PtxOp window = decode_blank(OP_and_b64), test = decode_blank(OP_setp_eq_u64);
    if ((!shared && !local) || words->count != 1 || !decode_count(decoder, 2, 2))
        return decode_fail(decoder, "instruction not supported", decoder->statement->opcode);
    window.b = decode_constant(decoder, WINDOW_MASK, true);
    window.d = test.a = decode_register(decoder, TYPE_U64);
    test.b = decode_constant(decoder, shared ? WINDOW_SHARED : WINDOW_LOCAL, true);
    return decode_operand(decoder, 1, TYPE_U64, &window.a) &&
           decode_destination(decoder, decoder->statement->operands[0], TYPE_PRED, &test.d) &&
           decode_op(decoder, &window) && decode_op(decoder, &test);
}

/* What is neither memory nor control. */
bool decode_arithmetic(Decoder *decoder, Words *words) {
    const char *root = words->word[0];
    if (!strcmp(root, "setp")) return set_predicate(decoder, words);
    if (!strcmp(root, "set")) return set_value(decoder, words);
    if (!strcmp(root, "mov")) return decode_mode(decoder, 0), move(decoder, words);
    if (!strcmp(root, "cvt")) return convert(decoder, words);
    if (!strcmp(root, "cvta")) return decode_mode(decoder, 0), convert_address(decoder, words);
    if (!strcmp(root, "isspacep")) return decode_mode(decoder, 0), is_in_space(decoder, words);
    if (words->count > 1 && (!strcmp(root, "rcp") || !strcmp(root, "rsqrt")) &&
        words_type(words) == TYPE_F64 && !strcmp(words->word[1], "approx"))
        words_take(words, "ftz");
    return arithmetic(decoder, words);
}
