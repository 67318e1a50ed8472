/** The state of one guest: its memory, tables, globals and fuel, and how it traps. */
@NullMarked
package org.vexhost.sandbox.guest;

import org.jspecify.annotations.NullMarked;
