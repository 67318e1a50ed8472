/**
 * The intermediate representation: a function body as a tree of nodes, without dead code and
 * without vectors.
 */
@NullMarked
package org.vexhost.sandbox.codegen.tree;

import org.jspecify.annotations.NullMarked;
