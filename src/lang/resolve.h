/* Scopes: gives every name of a tree its place (NamePlace and slot), and every
 * function its locals, cells and captures, by Python's rules: a name bound
 * anywhere in a function is its local; other names are those of the nearest
 * enclosing function that binds them, shared through cells, or global. Also
 * refuses return, break and continue where they have nothing to leave. */
#ifndef LANG_RESOLVE_H
#define LANG_RESOLVE_H

#include "build.h"

/* The tree of b->body. Recurses at most AST_DEPTH_LIMIT deep. */
ArrStatus resolve_program(AstBuilder *b, Globals *globals);

#endif
