/* Instructions to ops, by class. The arithmetic is looked up in ptx_ops.def by its key; memory,
 * conversions, control and what warps do together are decoded here. Unknown words are errors. */
#include "decode.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 12 };

/* An opcode cut at its dots. */
typedef struct Words {
    char text[128];
    char *word[MOST_WORDS];
    int count;
} Words;

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
#undef OP1
#undef OP2
#undef OP3
#undef SETP
#undef CARRY
#undef PRED
#undef BFI
#undef SELP
#undef TESTP
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

static void split_words(Words *words, const char *opcode) {
    snprintf(words->text, sizeof words->text, "%s", opcode);
    words->count = 0;
    char *save = NULL;
    for (char *word = strtok_r(words->text, ".", &save); word && words->count < MOST_WORDS;
         word = strtok_r(NULL, ".", &save))
        words->word[words->count++] = word;
}

/* Whether the word is there; it is taken out. */
static bool take(Words *words, const char *text) {
    for (int i = 1; i < words->count; i++) {
        if (strcmp(words->word[i], text)) continue;
        words->count--;
        memmove(&words->word[i], &words->word[i + 1], (size_t)(words->count - i) * sizeof(char *));
        return true;
    }
    return false;
}

static void join_words(const Words *words, char *key, size_t size) {
    size_t used = 0;
    for (int i = 0; i < words->count && used < size; i++)
        used += (size_t)snprintf(key + used, size - used, "%s%s", i ? "." : "", words->word[i]);
}

static PtxType last_type(const Words *words) {
    return ptx_type(words->word[words->count - 1]);
}

static bool operand_count(Decoder *decoder, int least, int most) {
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
static PtxOp *emit(Decoder *decoder, const PtxOp *made) {
    PtxOp *op = decode_emit(decoder, (PtxCode)made->code);
    uint32_t line = op->line;
    *op = *made;
    op->line = line;
    return put_guard(decoder, op) ? op : NULL;
}

static PtxOp blank(PtxCode code) {
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

static bool operand(Decoder *decoder, int index, PtxType type, int32_t *offset) {
    Value value;
    const char *text = decoder->statement->operands[index];
    if (type == TYPE_PRED) return decode_predicate(decoder, text, offset);
    if (!decode_value(decoder, text, type, &value) || !same_width(decoder, value, type, text))
        return false;
    *offset = value.offset;
    return true;
}

static bool destination(Decoder *decoder, const char *text, PtxType type, int32_t *offset) {
    Value value;
    if (type == TYPE_PRED && *text == '!') return decode_fail(decoder, "not a destination", text);
    if (!decode_value(decoder, text, type, &value)) return false;
    if (value.type == TYPE_NONE) return decode_fail(decoder, "not a destination", text);
    *offset = value.offset;
    return same_width(decoder, value, type, text);
}

/* --- arithmetic ------------------------------------------------------------------------------ */

/* What of the opcode is how to round, and what is left is the key. */
static bool take_mode(Decoder *decoder, Words *words, bool *saturate) {
    PtxType type = last_type(words);
    bool is_float = type == TYPE_F32 || type == TYPE_F64;
    int64_t mode = MODE_NEAREST;
    if (is_float) {
        if (take(words, "rz")) mode = MODE_ZERO;
        if (take(words, "rm")) mode = MODE_DOWN;
        if (take(words, "rp")) mode = MODE_UP;
        if (take(words, "ftz") && type == TYPE_F32) mode |= MODE_FLUSH;
        take(words, "rn");
        take(words, "full");
        if (type == TYPE_F32) take(words, "approx");
        *saturate = take(words, "sat");
    }
    take(words, "uni");
    decode_mode(decoder, mode);
    return true;
}

static const char *by_size(PtxType type) {
    return ptx_type_size(type) == 8 ? "b64" : "b32";
}

static bool arithmetic_key(Decoder *decoder, Words *words, char *key, size_t size, bool *saturate) {
    const char *root = words->word[0];
    PtxType type = last_type(words);
    if (!strcmp(root, "mov") && type != TYPE_PRED)
        words->word[words->count - 1] = (char *)(uintptr_t)by_size(type);
    if (!strcmp(root, "selp")) words->word[words->count - 1] = (char *)(uintptr_t)by_size(type);
    take_mode(decoder, words, saturate);
    if (take(words, "cc") && strncmp(root, "madc", 4) && strcmp(root, "addc") &&
        strcmp(root, "subc")) {
        /* "add.cc.u32", "mad.lo.cc.u32": the type stays last. */
        char *last = words->word[words->count - 1];
        words->word[words->count - 1] = (char *)(uintptr_t) "cc";
        words->word[words->count++] = last;
    }
    join_words(words, key, size);
    return true;
}

static bool arithmetic(Decoder *decoder, Words *words) {
    char key[160];
    bool saturate = false;
    const PtxStatement *now = decoder->statement;
    if (!arithmetic_key(decoder, words, key, sizeof key, &saturate)) return false;
    const Row *row = find_row(key);
    if (!row) return decode_fail(decoder, "instruction not supported", now->opcode);
    PtxOp op = blank(row->code);
    int32_t *places[4] = {&op.d, &op.a, &op.b, &op.c};
    int count = row->kind == 'p' ? 1 + atoi(row->types[0]) : 0;
    while (row->kind != 'p' && count < 4 && row->types[count]) count++;
    bool is_carry = row->kind == 'c', is_lop3 = row->code == OP_lop3_b32, is_bfi = row->kind == 'b';
    if (is_carry) count = now->noperands;
    if (!operand_count(decoder, count + is_lop3 + is_bfi, count + is_lop3 + is_bfi)) return false;
    for (int i = 1; i < count; i++) {
        PtxType type = row->kind == 'p' ? TYPE_PRED : ptx_type(row->types[i]);
        if (!operand(decoder, i, type, places[i])) return false;
    }
    if (is_lop3) op.imm = strtol(now->operands[4], NULL, 0);
    if (is_bfi && !operand(decoder, 4, TYPE_U32, &op.more[0])) return false;
    PtxType result = row->kind == 'p' ? TYPE_PRED : ptx_type(row->types[0]);
    if (!destination(decoder, now->operands[0], result, &op.d) || !emit(decoder, &op)) return false;
    if (!saturate) return true;
    if (result != TYPE_F32) return decode_fail(decoder, "saturation not supported", now->opcode);
    PtxOp clamp = blank(OP_saturate_f32);
    clamp.d = clamp.a = op.d;
    return emit(decoder, &clamp) != NULL;
}

/* setp.lt.and.f32 p|q, a, b, !c */
static bool set_predicate(Decoder *decoder, Words *words) {
    static const char *const unsigned_names[][2] = {
        {"lo", "lt"}, {"ls", "le"}, {"hi", "gt"}, {"hs", "ge"}};
    const PtxStatement *now = decoder->statement;
    bool saturate, both = take(words, "and"), either = take(words, "or"), odd = take(words, "xor");
    for (size_t i = 0; i < 4; i++)
        if (!strcmp(words->word[1], unsigned_names[i][0]))
            words->word[1] = (char *)(uintptr_t)unsigned_names[i][1];
    char *type_word = words->word[words->count - 1];
    if (*type_word == 'b') *type_word = 'u';
    PtxType type = ptx_type(type_word);
    take_mode(decoder, words, &saturate);
    char key[160];
    join_words(words, key, sizeof key);
    const Row *row = find_row(key);
    if (!row || row->kind != 's')
        return decode_fail(decoder, "instruction not supported", now->opcode);
    bool joined = both || either || odd;
    if (!operand_count(decoder, 3 + joined, 3 + joined)) return false;
    PtxOp op = blank(row->code);
    if (!operand(decoder, 1, type, &op.a) || !operand(decoder, 2, type, &op.b)) return false;
    int32_t other = -1, second = -1, first;
    if (joined && !operand(decoder, 3, TYPE_PRED, &other)) return false;
    char *copy = ptx_copy(decoder->module, now->operands[0], strlen(now->operands[0]));
    char *bar = strchr(copy, '|');
    if (bar) *bar++ = 0;
    if (!destination(decoder, copy, TYPE_PRED, &first)) return false;
    if (bar && !destination(decoder, bar, TYPE_PRED, &second)) return false;
    op.d = joined || bar ? decode_register(decoder, TYPE_PRED) : first;
    if (!emit(decoder, &op)) return false;
    PtxOp join = blank(both ? OP_and_pred : either ? OP_or_pred : odd ? OP_xor_pred : OP_mov_pred);
    PtxOp inverse = blank(OP_not_pred);
    inverse.a = op.d;
    inverse.d = decode_register(decoder, TYPE_PRED);
    join.a = inverse.d;
    join.b = other;
    join.d = second;
    if (bar && (!emit(decoder, &inverse) || !emit(decoder, &join))) return false;
    join.a = op.d;
    join.d = first;
    return op.d == first || emit(decoder, &join);
}

/* set.lt.u32.f32 d, a, b: all bits, or 1.0. */
static bool set_value(Decoder *decoder, Words *words) {
    const PtxStatement *now = decoder->statement;
    if (words->count < 4) return decode_fail(decoder, "instruction not supported", now->opcode);
    char *into = words->word[words->count - 2];
    PtxType type = ptx_type(into), from = last_type(words);
    take(words, into);
    if (ptx_type_size(type) != 4 || !operand_count(decoder, 3, 3))
        return decode_fail(decoder, "instruction not supported", now->opcode);
    char key[160];
    bool saturate;
    take_mode(decoder, words, &saturate);
    snprintf(key, sizeof key, "setp.%s.%s", words->word[1], words->word[words->count - 1]);
    const Row *row = find_row(key);
    if (!row || words->count != 3)
        return decode_fail(decoder, "instruction not supported", now->opcode);
    PtxOp op = blank(row->code), choose = blank(OP_selp_b32);
    if (!operand(decoder, 1, from, &op.a) || !operand(decoder, 2, from, &op.b) ||
        !destination(decoder, now->operands[0], type, &choose.d))
        return false;
    op.d = choose.c = decode_register(decoder, TYPE_PRED);
    choose.a = decode_constant(decoder, type == TYPE_F32 ? 0x3f800000 : 0xffffffff, false);
    choose.b = decode_constant(decoder, 0, false);
    return emit(decoder, &op) && emit(decoder, &choose);
}

/* --- mov and cvt -------------------------------------------------------------------------------
 */

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
static bool vector(Decoder *decoder, const char *text, PtxType type, bool writes, int32_t *first,
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

static bool pack(Decoder *decoder, PtxType type, bool unpack) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = blank(unpack ? OP_UNPACK : OP_PACK);
    int count = 0;
    bool wide = false;
    const char *parts = now->operands[unpack ? 0 : 1];
    int commas = 1;
    for (const char *c = parts; *c; c++) commas += *c == ',';
    unsigned size = ptx_type_size(type) / (unsigned)commas;
    PtxType part = size == 4 ? TYPE_B32 : size == 2 ? TYPE_B16 : size == 8 ? TYPE_B64 : TYPE_B8;
    int32_t *first = unpack ? &op.d : &op.a;
    if (!vector(decoder, parts, part, unpack, first, op.more, &count, &wide)) return false;
    if (unpack ? !operand(decoder, 1, type, &op.a)
               : !destination(decoder, now->operands[0], type, &op.d))
        return false;
    op.count = (uint8_t)count;
    op.type = (uint8_t)part;
    op.from = (uint8_t)type;
    if (decode_wide(part)) return decode_fail(decoder, "not supported", now->opcode);
    return emit(decoder, &op) != NULL;
}

static bool move(Decoder *decoder, Words *words) {
    const PtxStatement *now = decoder->statement;
    PtxType type = last_type(words);
    if (!operand_count(decoder, 2, 2)) return false;
    if (*now->operands[0] == '{') return pack(decoder, type, true);
    if (*now->operands[1] == '{') return pack(decoder, type, false);
    const char *from = now->operands[1];
    if (!strncmp(from, "%clock", 6) || !strncmp(from, "%globaltimer", 12)) {
        PtxOp op = blank(OP_CLOCK);
        op.flags = decode_wide(type) ? PTX_WIDE_D : 0;
        return destination(decoder, now->operands[0], type, &op.d) && emit(decoder, &op);
    }
    bool is_name = *from == '_' || *from == '$' || (*from >= 'A' && *from <= 'z');
    if (!is_name || !decode_memory(decoder, from, strcspn(from, "+ ")))
        return arithmetic(decoder, words);
    PtxOp address = blank(OP_LOAD), op = blank(decode_wide(type) ? OP_mov_b64 : OP_mov_b32);
    if (!decode_address(decoder, from, &address)) return false;
    op.a = decode_constant(decoder, (uint64_t)address.imm, decode_wide(type));
    return destination(decoder, now->operands[0], type, &op.d) && emit(decoder, &op);
}

static bool convert(Decoder *decoder, Words *words) {
    static const struct {
        const char *name;
        int rounding;
    } roundings[] = {{"rn", MODE_NEAREST}, {"rz", MODE_ZERO},     {"rm", MODE_DOWN},
                     {"rp", MODE_UP},      {"rni", MODE_NEAREST}, {"rzi", MODE_ZERO},
                     {"rmi", MODE_DOWN},   {"rpi", MODE_UP}};
    const PtxStatement *now = decoder->statement;
    PtxOp op = blank(OP_CONVERT);
    op.imm = -1; /* none: the value fits, or is rounded to nearest */
    op.kind = 0;
    for (size_t i = 0; i < sizeof roundings / sizeof *roundings; i++)
        if (take(words, roundings[i].name)) {
            op.imm = roundings[i].rounding;
            op.kind = strlen(roundings[i].name) == 3; /* to a whole number */
        }
    if (take(words, "sat")) op.flags |= PTX_SATURATE;
    bool flush = take(words, "ftz");
    if (words->count != 3 || !operand_count(decoder, 2, 2))
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
    return emit(decoder, &op) != NULL;
}

/* cvta.to.shared.u64 d, a: windows of generic addresses begin where no allocation is. */
static bool convert_address(Decoder *decoder, Words *words) {
    PtxType type = last_type(words);
    bool to = take(words, "to"), shared = take(words, "shared"), local = take(words, "local");
    take(words, "shared::cta");
    uint64_t window = shared ? WINDOW_SHARED : local ? WINDOW_LOCAL : 0;
    if (!decode_wide(type) || !operand_count(decoder, 2, 2))
        return decode_fail(decoder, "instruction not supported", decoder->statement->opcode);
    PtxOp op = blank(to ? OP_sub_u64 : OP_add_u64);
    op.b = decode_constant(decoder, window, true);
    const char *from = decoder->statement->operands[1];
    const Name *name = *from == '%' ? NULL : decode_memory(decoder, from, strlen(from));
    if (name) op.a = decode_constant(decoder, (uint64_t)name->offset, true);
    else if (!operand(decoder, 1, type, &op.a)) return false;
    return destination(decoder, decoder->statement->operands[0], type, &op.d) && emit(decoder, &op);
}

/* isspacep.shared p, a */
static bool is_in_space(Decoder *decoder, Words *words) {
    bool shared = take(words, "shared"), local = take(words, "local");
    PtxOp window = blank(OP_and_b64), test = blank(OP_setp_eq_u64);
    if ((!shared && !local) || words->count != 1 || !operand_count(decoder, 2, 2))
        return decode_fail(decoder, "instruction not supported", decoder->statement->opcode);
    window.b = decode_constant(decoder, WINDOW_MASK, true);
    window.d = test.a = decode_register(decoder, TYPE_U64);
    test.b = decode_constant(decoder, shared ? WINDOW_SHARED : WINDOW_LOCAL, true);
    return operand(decoder, 1, TYPE_U64, &window.a) &&
           destination(decoder, decoder->statement->operands[0], TYPE_PRED, &test.d) &&
           emit(decoder, &window) && emit(decoder, &test);
}

/* --- memory --------------------------------------------------------------------------------------
 */

static const char *const ignored_words[] = {
    "weak", "relaxed", "volatile", "acquire", "release", "acq_rel", "cta", "gpu", "sys",  "cluster",
    "ca",   "cg",      "cs",       "lu",      "cv",      "wb",      "wt",  "nc",  "noftz"};

static void take_memory_words(Words *words) {
    for (size_t i = 0; i < sizeof ignored_words / sizeof *ignored_words; i++)
        take(words, ignored_words[i]);
    for (int i = 1; i < words->count; i++)
        if (!strncmp(words->word[i], "L1::", 4) || !strncmp(words->word[i], "L2::", 4)) {
            take(words, words->word[i]);
            i--;
        }
}

static PtxSpace take_space(Words *words) {
    static const char *const names[] = {"global", "const", "shared", "local", "param"};
    if (take(words, "shared::cta")) return SPACE_SHARED;
    if (take(words, "param::entry") || take(words, "param::func")) return SPACE_PARAM;
    for (int i = 0; i < 5; i++)
        if (take(words, names[i])) return (PtxSpace)(SPACE_GLOBAL + i);
    return SPACE_GENERIC;
}

/* The space that the instruction names, or the one that its name has. */
static bool memory_operand(Decoder *decoder, Words *words, const char *text, PtxOp *op) {
    PtxSpace space = take_space(words);
    op->space = (uint8_t)space;
    if (!decode_address(decoder, text, op)) return false;
    /* ld.param of what a function got or gives is the thread's local memory. */
    if (space == SPACE_PARAM && op->space == SPACE_LOCAL) return true;
    if (space != SPACE_GENERIC) op->space = (uint8_t)space;
    if (space == SPACE_CONST || (space == SPACE_GENERIC && op->space == SPACE_CONST))
        op->space = SPACE_GLOBAL; /* one address space, by allocation */
    return true;
}

static bool load_or_store(Decoder *decoder, Words *words, bool is_store) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = blank(is_store ? OP_STORE : OP_LOAD);
    take_memory_words(words);
    int count = take(words, "v2") ? 2 : take(words, "v4") ? 4 : 1, given;
    if (!operand_count(decoder, 2, 2)) return false;
    if (!memory_operand(decoder, words, now->operands[is_store ? 0 : 1], &op)) return false;
    PtxType type = last_type(words);
    if (words->count != 2 || !type || type == TYPE_PRED || type == TYPE_B128)
        return decode_fail(decoder, "instruction not supported", now->opcode);
    bool wide;
    const char *data = now->operands[is_store ? 1 : 0];
    if (!vector(decoder, data, type, !is_store, &op.d, op.more, &given, &wide)) return false;
    if (given != count) return decode_fail(decoder, "vector of another length", data);
    if (wide) op.flags |= PTX_WIDE_D;
    if (decode_wide(type) && !wide) return decode_fail(decoder, "register too small", data);
    op.type = (uint8_t)type;
    op.count = (uint8_t)count;
    return emit(decoder, &op) != NULL;
}

static const struct {
    const char *name;
    PtxKind kind;
} kinds[] = {{"add", KIND_ADD},   {"min", KIND_MIN},       {"max", KIND_MAX},  {"inc", KIND_INC},
             {"dec", KIND_DEC},   {"and", KIND_AND},       {"or", KIND_OR},    {"xor", KIND_XOR},
             {"exch", KIND_EXCH}, {"cas", KIND_CAS},       {"up", KIND_UP},    {"down", KIND_DOWN},
             {"bfly", KIND_BFLY}, {"idx", KIND_IDX},       {"all", KIND_ALL},  {"any", KIND_ANY},
             {"uni", KIND_UNI},   {"ballot", KIND_BALLOT}, {"popc", KIND_POPC}};

static bool take_kind(Decoder *decoder, Words *words, PtxOp *op) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (take(words, kinds[i].name)) return op->kind = (uint8_t)kinds[i].kind, true;
    return decode_fail(decoder, "instruction not supported", decoder->statement->opcode);
}

static bool atomic(Decoder *decoder, Words *words, bool is_reduction) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = blank(OP_ATOMIC);
    take_memory_words(words);
    if (!take_kind(decoder, words, &op)) return false;
    int first = is_reduction ? 0 : 1, values = op.kind == KIND_CAS ? 2 : 1;
    if (!operand_count(decoder, first + 1 + values, first + 1 + values)) return false;
    if (!memory_operand(decoder, words, now->operands[first], &op)) return false;
    PtxType type = last_type(words);
    if (words->count != 2 || ptx_type_size(type) < 4 || ptx_type_size(type) > 8)
        return decode_fail(decoder, "instruction not supported", now->opcode);
    op.type = (uint8_t)type;
    if (!operand(decoder, first + 1, type, &op.b)) return false;
    if (values == 2 && !operand(decoder, first + 2, type, &op.c)) return false;
    if (!is_reduction && !destination(decoder, now->operands[0], type, &op.d)) return false;
    return emit(decoder, &op) != NULL;
}

/* --- what warps and blocks do together
 * ------------------------------------------------------------ */

/* shfl.sync.down.b32 d|p, a, b, c, mask */
static bool shuffle(Decoder *decoder, Words *words) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = blank(OP_SHUFFLE);
    if (!take(words, "sync")) return decode_fail(decoder, "instruction not supported", now->opcode);
    if (!take_kind(decoder, words, &op) || !operand_count(decoder, 5, 5)) return false;
    char *copy = ptx_copy(decoder->module, now->operands[0], strlen(now->operands[0]));
    char *bar = strchr(copy, '|');
    if (bar) *bar++ = 0;
    return destination(decoder, copy, TYPE_B32, &op.d) &&
           (!bar || destination(decoder, bar, TYPE_PRED, &op.more[1])) &&
           operand(decoder, 1, TYPE_B32, &op.a) && operand(decoder, 2, TYPE_B32, &op.b) &&
           operand(decoder, 3, TYPE_B32, &op.c) && operand(decoder, 4, TYPE_B32, &op.more[0]) &&
           emit(decoder, &op);
}

/* vote.sync.ballot.b32 d, p, mask; more[0] is the mask in all of these */
static bool vote(Decoder *decoder, Words *words) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = blank(OP_VOTE);
    if (!take(words, "sync")) return decode_fail(decoder, "instruction not supported", now->opcode);
    if (!take_kind(decoder, words, &op) || !operand_count(decoder, 3, 3)) return false;
    return destination(decoder, now->operands[0], op.kind == KIND_BALLOT ? TYPE_B32 : TYPE_PRED,
                       &op.d) &&
           operand(decoder, 1, TYPE_PRED, &op.a) && operand(decoder, 2, TYPE_B32, &op.more[0]) &&
           emit(decoder, &op);
}

static bool match_or_reduce(Decoder *decoder, Words *words, PtxCode code) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = blank(code);
    PtxType type = last_type(words);
    if (!take(words, "sync") || !take_kind(decoder, words, &op) || !operand_count(decoder, 3, 3))
        return decode_fail(decoder, "instruction not supported", now->opcode);
    op.type = (uint8_t)type;
    char *copy = ptx_copy(decoder->module, now->operands[0], strlen(now->operands[0]));
    char *bar = strchr(copy, '|');
    if (bar) *bar++ = 0;
    return destination(decoder, copy, TYPE_B32, &op.d) &&
           (!bar || destination(decoder, bar, TYPE_PRED, &op.more[1])) &&
           operand(decoder, 1, type, &op.a) && operand(decoder, 2, TYPE_B32, &op.more[0]) &&
           emit(decoder, &op);
}

/* bar.sync 0; bar.red.popc.u32 d, 0, p; bar.arrive 1, 64; bar.warp.sync mask */
static bool barrier(Decoder *decoder, Words *words) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = blank(OP_BARRIER);
    take(words, "aligned");
    take(words, "cta");
    if (take(words, "warp")) {
        op.code = OP_WARP_SYNC;
        return operand_count(decoder, 1, 1) && operand(decoder, 0, TYPE_B32, &op.more[0]) &&
               emit(decoder, &op);
    }
    bool reduces = take(words, "red");
    op.kind = KIND_SYNC;
    if (take(words, "arrive"))
        return decode_fail(decoder, "instruction not supported", now->opcode);
    if (reduces && !take_kind(decoder, words, &op)) return false;
    int first = reduces ? 1 : 0, count = now->noperands - reduces;
    if (count < 1 + reduces || count > 2 + reduces)
        return decode_fail(decoder, "number of operands", now->opcode);
    if (!operand(decoder, first, TYPE_U32, &op.a)) return false;
    if (count == 2 + reduces && !operand(decoder, first + 1, TYPE_U32, &op.b)) return false;
    if (reduces && !operand(decoder, now->noperands - 1, TYPE_PRED, &op.c)) return false;
    PtxType type = op.kind == KIND_POPC ? TYPE_U32 : TYPE_PRED;
    if (reduces && !destination(decoder, now->operands[0], type, &op.d)) return false;
    return emit(decoder, &op) != NULL;
}

static bool simple(Decoder *decoder, PtxCode code) {
    PtxOp op = blank(code);
    if (code == OP_ACTIVE_MASK &&
        !destination(decoder, decoder->statement->operands[0], TYPE_B32, &op.d))
        return false;
    return emit(decoder, &op) != NULL;
}

/* --- control
 * ---------------------------------------------------------------------------------------- */

static bool branch(Decoder *decoder, Words *words) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = blank(OP_BRANCH), *made;
    take(words, "uni");
    if (!operand_count(decoder, 1, 1) || !(made = emit(decoder, &op))) return false;
    decode_branch(decoder, made, now->operands[0]);
    return true;
}

static bool branch_table(Decoder *decoder) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = blank(OP_BRANCH_TABLE);
    if (!operand_count(decoder, 2, 2) || !operand(decoder, 0, TYPE_U32, &op.a)) return false;
    const Label *table = decode_table(decoder, now->operands[1]);
    if (!table) return decode_fail(decoder, "unknown table", now->operands[1]);
    op.imm = table->place;
    return emit(decoder, &op) != NULL;
}

static bool leave(Decoder *decoder, bool is_exit) {
    PtxOp op = blank(is_exit || !decoder->instance->caller ? OP_EXIT : OP_BRANCH), *made;
    if (!(made = emit(decoder, &op))) return false;
    if (op.code == OP_BRANCH) decode_branch(decoder, made, "");
    return true;
}

bool decode_instruction(Decoder *decoder) {
    Words words;
    split_words(&words, decoder->statement->opcode);
    const char *root = words.word[0];
    if (!strcmp(root, "setp")) return set_predicate(decoder, &words);
    if (!strcmp(root, "set")) return set_value(decoder, &words);
    if (!strcmp(root, "mov")) return decode_mode(decoder, 0), move(decoder, &words);
    if (!strcmp(root, "cvt")) return convert(decoder, &words);
    if (words.count > 1 && (!strcmp(root, "rcp") || !strcmp(root, "rsqrt")) &&
        last_type(&words) == TYPE_F64 && !strcmp(words.word[1], "approx")) {
        take(&words, "ftz");
        return arithmetic(decoder, &words);
    }
    static const char *const others[] = {
        "ld",     "ldu",       "st",       "atom",      "red",        "cvta", "isspacep",
        "shfl",   "vote",      "match",    "redux",     "activemask", "bar",  "barrier",
        "membar", "fence",     "bra",      "brx",       "call",       "ret",  "exit",
        "trap",   "nanosleep", "prefetch", "prefetchu", NULL};
    int which = 0;
    while (others[which] && strcmp(others[which], root)) which++;
    if (!others[which]) return arithmetic(decoder, &words);
    decode_mode(decoder, MODE_NEAREST);
    switch (which) {
    case 0:
    case 1: return load_or_store(decoder, &words, false);
    case 2: return load_or_store(decoder, &words, true);
    case 3: return atomic(decoder, &words, false);
    case 4: return atomic(decoder, &words, true);
    case 5: return convert_address(decoder, &words);
    case 6: return is_in_space(decoder, &words);
    case 7: return shuffle(decoder, &words);
    case 8: return vote(decoder, &words);
    case 9: return match_or_reduce(decoder, &words, OP_MATCH);
    case 10: return match_or_reduce(decoder, &words, OP_REDUX);
    case 11: return simple(decoder, OP_ACTIVE_MASK);
    case 12:
    case 13: return barrier(decoder, &words);
    case 14:
    case 15: return simple(decoder, OP_FENCE);
    case 16: return branch(decoder, &words);
    case 17: return branch_table(decoder);
    case 18: return decode_call(decoder);
    case 19: return leave(decoder, false);
    case 20: return leave(decoder, true);
    case 21: return simple(decoder, OP_TRAP);
    default: return true; /* nanosleep, prefetch: hints */
    }
}
