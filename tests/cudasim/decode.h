/* What the two halves of the decoder share: names and control (ptx_decode.c), instructions
 * (ptx_instructions.c). */
#ifndef CUDASIM_DECODE_H
#define CUDASIM_DECODE_H
#include "ptx.h"

typedef struct Name {
    const char *text;
    size_t length;
    enum { NAME_REGISTER, NAME_REGISTERS, NAME_MEMORY } kind;
    PtxType type;   /* registers */
    uint32_t count; /* NAME_REGISTERS: text0 ... */
    PtxSpace space; /* memory */
    int64_t offset; /* of the first lane, or in its space */
    size_t size;
} Name;

typedef struct Label {
    const char *name;
    uint32_t place;
} Label;

typedef struct Fixup {
    const char *name;
    uint32_t *target; /* NULL: of ops[op] */
    uint32_t op;
    uint32_t line;
} Fixup;

/* A function's body as it stands in the kernel: inlined once for each call. */
typedef struct Instance {
    const PtxFunction *function;
    struct Instance *caller;
    size_t first_name; /* names of callers are not seen */
    Label *labels;
    Fixup *fixups;
    size_t nlabels, nfixups, labels_room, fixups_room;
    Label *tables; /* of brx.idx: places in the kernel's tables */
    size_t ntables, tables_room;
    int depth;
} Instance;

/* A declaration that has one place however often it is met. */
typedef struct Placed {
    const void *declaration;
    Name *name;
} Placed;

typedef struct Decoder {
    PtxModule *module;
    PtxKernel *kernel;
    Instance *instance;
    const PtxStatement *statement;
    Name *names;
    size_t nnames, names_room;
    size_t scopes[64];
    int nscopes;
    uint32_t ops_room;
    size_t constants_room, tables_room;
    int32_t predicate_next, predicate_end;
    int64_t mode;
    Placed *placed;
    size_t nplaced, placed_room, ranges_room;
} Decoder;

/* A value as an operand: where it is, and what it is declared as (TYPE_NONE: a number). */
typedef struct Value {
    int32_t offset;
    PtxType type;
} Value;

/* An opcode cut at its dots. */
enum { MOST_WORDS = 12 };
typedef struct Words {
    char text[128];
    char *word[MOST_WORDS];
    int count;
} Words;

bool decode_instruction(Decoder *decoder);
bool decode_arithmetic(Decoder *decoder, Words *words);

void words_split(Words *words, const char *opcode);
bool words_take(Words *words, const char *text); /* whether it is there; it is taken out */
void words_join(const Words *words, char *key, size_t size);
PtxType words_type(const Words *words); /* the last one's */

bool decode_fail(Decoder *decoder, const char *what, const char *which);
PtxOp *decode_emit(Decoder *decoder, PtxCode code); /* unguarded */
void decode_mode(Decoder *decoder, int64_t mode);
int32_t decode_register(Decoder *decoder, PtxType type);
int32_t decode_constant(Decoder *decoder, uint64_t value, bool wide);
bool decode_find(const Decoder *decoder, const char *text, Value *value); /* a register */
int32_t decode_special(Decoder *decoder, const char *text);               /* %tid.x; -1: none */
bool decode_value(Decoder *decoder, const char *text, PtxType type, Value *value);
bool decode_predicate(Decoder *decoder, const char *text, int32_t *offset); /* "!%p1" too */
/* "[%rd1+8]", "[name]": fills a, imm, space and flags; or what mov takes, without brackets. */
bool decode_address(Decoder *decoder, const char *text, PtxOp *op);
/* Operands of the statement by number, of the width of their type. */
bool decode_count(Decoder *decoder, int least, int most);
bool decode_operand(Decoder *decoder, int index, PtxType type, int32_t *offset);
bool decode_destination(Decoder *decoder, const char *text, PtxType type, int32_t *offset);
/* "{a, b}" or one: the first and more[0..2]. */
bool decode_vector(Decoder *decoder, const char *text, PtxType type, bool writes, int32_t *first,
                   int32_t *more, int *count, bool *wide);
PtxOp decode_blank(PtxCode code);
/* A copy of it, with the statement's guard. Operands are decoded before, since they may emit ops.
 */
PtxOp *decode_op(Decoder *decoder, const PtxOp *made);
const Name *decode_memory(Decoder *decoder, const char *text, size_t length);
bool decode_call(Decoder *decoder);
void decode_branch(Decoder *decoder, PtxOp *op, const char *label);
const Label *decode_table(const Decoder *decoder, const char *name);
bool decode_wide(PtxType type);
void *decode_grow(Decoder *decoder, void *list, size_t count, size_t *room, size_t size);

#endif
