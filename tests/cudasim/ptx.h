/* PTX as NVRTC writes it: from text to statements (ptx_parse.c), from statements to ops that
 * warp.c runs (ptx_decode.c). Functions are inlined, so an op's place is one number and threads
 * that went apart meet again by running the least one first. What is not understood is an error
 * with its line, never a guess. */
#ifndef CUDASIM_PTX_H
#define CUDASIM_PTX_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum PtxSpace {
    SPACE_GENERIC,
    SPACE_GLOBAL,
    SPACE_CONST,
    SPACE_SHARED,
    SPACE_LOCAL,
    SPACE_PARAM,
} PtxSpace;

/* Types by size: what a lane of memory is made of. */
typedef enum PtxType {
    TYPE_NONE,
    TYPE_PRED,
    TYPE_B8,
    TYPE_U8,
    TYPE_S8,
    TYPE_B16,
    TYPE_U16,
    TYPE_S16,
    TYPE_F16,
    TYPE_BF16,
    TYPE_B32,
    TYPE_U32,
    TYPE_S32,
    TYPE_F32,
    TYPE_B64,
    TYPE_U64,
    TYPE_S64,
    TYPE_F64,
    TYPE_B128,
} PtxType;

PtxType ptx_type(const char *name); /* "u32"; TYPE_NONE if it is no type */

static inline unsigned ptx_type_size(PtxType type) {
    static const uint8_t sizes[] = {
        [TYPE_NONE] = 0, [TYPE_PRED] = 1, [TYPE_B8] = 1,  [TYPE_U8] = 1,    [TYPE_S8] = 1,
        [TYPE_B16] = 2,  [TYPE_U16] = 2,  [TYPE_S16] = 2, [TYPE_F16] = 2,   [TYPE_BF16] = 2,
        [TYPE_B32] = 4,  [TYPE_U32] = 4,  [TYPE_S32] = 4, [TYPE_F32] = 4,   [TYPE_B64] = 8,
        [TYPE_U64] = 8,  [TYPE_S64] = 8,  [TYPE_F64] = 8, [TYPE_B128] = 16,
    };
    return sizes[type];
}

/* --- ops --------------------------------------------------------------------------------- */

enum { PTX_VECTOR = 4, PTX_LANES = 32 };

/* A value of a register is 32 lanes of 4 or 8 bytes at an offset of the warp's file; a
 * predicate is one word, a bit for each lane. */
typedef struct PtxOp {
    uint16_t code;      /* PtxCode */
    uint8_t guard_not;  /* run where the guard is false */
    uint8_t space;      /* memory: PtxSpace */
    int32_t guard;      /* offset of a predicate, or -1 */
    int32_t d, a, b, c; /* offsets; -1: none */
    int64_t imm;        /* address offset, jump target, table, rounding */
    int32_t more[3];    /* further destinations of a vector load, sources of a store */
    uint8_t type;       /* memory and conversions: PtxType of the destination */
    uint8_t from;       /* conversions: PtxType of the source */
    uint8_t count;      /* elements of a vector */
    uint8_t flags;      /* PTX_WIDE_... */
    uint8_t kind;       /* PtxKind */
    uint32_t line;      /* of the PTX text */
    uint32_t target;    /* branches */
} PtxOp;

enum {
    PTX_WIDE_D = 1,   /* the destination has 8 bytes a lane */
    PTX_WIDE_A = 2,   /* the source has */
    PTX_SATURATE = 4, /* conversions */
};

typedef enum PtxCode {
#define OP1(name, ...)   OP_##name,
#define OP2(name, ...)   OP_##name,
#define OP3(name, ...)   OP_##name,
#define SETP(name, ...)  OP_##name,
#define CARRY(name, ...) OP_##name,
#define PRED(name, ...)  OP_##name,
#define BFI(name, ...)   OP_##name,
#define SELP(name, ...)  OP_##name,
#define TESTP(name, ...) OP_##name,
#include "ptx_ops.def"
    OP_CONVERT,
    OP_PACK,   /* mov.b64 d, {a, b} and the like: more[] are the parts */
    OP_UNPACK, /* mov.b64 {d, ...}, a */
    OP_MODE,   /* the rounding of what follows: imm */
    OP_LOAD,
    OP_STORE,
    OP_ATOMIC, /* d = -1: red */
    OP_SHUFFLE,
    OP_VOTE,
    OP_MATCH,
    OP_REDUX,
    OP_ACTIVE_MASK,
    OP_WARP_SYNC,
    OP_BARRIER,
    OP_CLOCK,
    OP_FENCE,
    OP_NANOSLEEP,
    OP_BRANCH,
    OP_BRANCH_TABLE,
    OP_EXIT,
    OP_TRAP,
} PtxCode;

/* What OP_ATOMIC, OP_SHUFFLE, OP_VOTE, OP_BARRIER and OP_REDUX do: their `kind`. */
typedef enum PtxKind {
    KIND_ADD,
    KIND_MIN,
    KIND_MAX,
    KIND_INC,
    KIND_DEC,
    KIND_AND,
    KIND_OR,
    KIND_XOR,
    KIND_EXCH,
    KIND_CAS,
    KIND_UP,
    KIND_DOWN,
    KIND_BFLY,
    KIND_IDX,
    KIND_ALL,
    KIND_ANY,
    KIND_UNI,
    KIND_BALLOT,
    KIND_SYNC,
    KIND_POPC,
} PtxKind;

enum PtxMode { MODE_NEAREST, MODE_ZERO, MODE_DOWN, MODE_UP, MODE_FLUSH = 8 };

/* --- modules ----------------------------------------------------------------------------- */

typedef struct PtxStatement {
    enum {
        STATEMENT_CODE,
        STATEMENT_LABEL,
        STATEMENT_OPEN,
        STATEMENT_CLOSE,
        STATEMENT_DECLARE
    } kind;
    uint32_t line;
    bool guard_not;
    char *guard;       /* or NULL */
    char *opcode;      /* the label, the declaration */
    char *operands[8]; /* split at commas outside brackets */
    int noperands;
} PtxStatement;

typedef struct PtxVariable {
    char *name;
    PtxSpace space;
    size_t size, align; /* size 0: extern shared, as large as the launch says */
    uint8_t *initial;   /* size bytes, or NULL */
    uint64_t address;   /* the driver's, for global and const; the offset in shared memory */
    struct PtxVariable *next;
} PtxVariable;

typedef struct PtxParameter {
    char *name;
    size_t size, align, offset;
} PtxParameter;

typedef struct PtxFunction {
    char *name;
    bool entry, has_body;
    PtxParameter *parameters, *results;
    int nparameters, nresults;
    PtxStatement *statements;
    size_t nstatements;
    uint32_t max_threads; /* .maxntid, or 0 */
    struct PtxFunction *next;
} PtxFunction;

typedef struct PtxModule {
    char *text;    /* comments and commas gone, cut into words */
    char *source;  /* as it was given */
    size_t *lines; /* where each begins in source */
    uint32_t nlines;
    PtxVariable *variables;
    PtxFunction *functions;
    struct PtxBlock *blocks; /* all memory of the module */
    char error[512];
} PtxModule;

PtxModule *ptx_parse(const char *text); /* NULL: no memory; error[0] is set where it is refused */
void ptx_free(PtxModule *module);
void *ptx_allocate(PtxModule *module, size_t size); /* zeroed; gone with the module */
char *ptx_copy(PtxModule *module, const char *text, size_t size);
bool ptx_fail(PtxModule *module, uint32_t line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* One line of the text, without the spaces around it. */
int ptx_line(const PtxModule *module, uint32_t line, const char **start);
/* Of a directive: ".align 8 .b8 name[4]"; false if it is none. */
bool ptx_declaration(PtxModule *module, uint32_t line, const char *text, PtxVariable *into);

/* --- kernels ----------------------------------------------------------------------------- */

typedef enum PtxSpecial {
    SPECIAL_TID_X,
    SPECIAL_TID_Y,
    SPECIAL_TID_Z,
    SPECIAL_CTAID_X,
    SPECIAL_CTAID_Y,
    SPECIAL_CTAID_Z,
    SPECIAL_NTID_X,
    SPECIAL_NTID_Y,
    SPECIAL_NTID_Z,
    SPECIAL_NCTAID_X,
    SPECIAL_NCTAID_Y,
    SPECIAL_NCTAID_Z,
    SPECIAL_LANEID,
    SPECIAL_WARPID,
    SPECIAL_NWARPID,
    SPECIAL_SMID,
    SPECIAL_NSMID,
    SPECIAL_LANEMASK_EQ,
    SPECIAL_LANEMASK_LE,
    SPECIAL_LANEMASK_LT,
    SPECIAL_LANEMASK_GE,
    SPECIAL_LANEMASK_GT,
    SPECIAL_DYNAMIC_SMEM,
    SPECIAL_TOTAL_SMEM,
    SPECIALS,
} PtxSpecial;

typedef struct PtxConstant {
    int32_t offset;
    bool wide;
    uint64_t value;
} PtxConstant;

typedef struct PtxKernel {
    const PtxModule *module;
    const PtxFunction *function;
    PtxOp *ops;
    uint32_t nops;
    uint32_t *tables; /* of brx.idx: a length, then targets */
    uint32_t ntables;
    PtxConstant *constants;
    size_t nconstants;
    int32_t special[SPECIALS]; /* offsets of those that are read, or -1 */
    size_t file_size;          /* bytes of registers of a warp */
    size_t local_size;         /* bytes of local memory of a thread */
    size_t param_size;
    size_t shared_size;      /* static, with the gaps between variables */
    uint32_t *shared_ranges; /* (offset, size) of each static variable */
    size_t nshared;
    bool dynamic_shared;
} PtxKernel;

/* Static shared memory has a gap behind each variable, so that a step too far is seen. */
enum { SHARED_GAP = 16 };

/* Dynamic shared memory begins here, far behind the static variables. */
#define SHARED_DYNAMIC UINT64_C(0x100000)

/* Windows of generic addresses; global memory is everywhere else. */
#define WINDOW_SHARED UINT64_C(0x00E1000000000000)
#define WINDOW_LOCAL  UINT64_C(0x00E2000000000000)
#define WINDOW_PARAM  UINT64_C(0x00E3000000000000)
#define WINDOW_MASK   UINT64_C(0xFFFF000000000000)

/* NULL: module->error says why. Lives as long as the module. */
PtxKernel *ptx_decode(PtxModule *module, const PtxFunction *function);

#endif
