/** Operators' commands on tools and grants. */
@NullMarked
package org.vexhost.loader.deploy.operator;

import org.jspecify.annotations.NullMarked;
