/**
 * The capabilities, with one class for each, and a list of them. A class defines how descriptors
 * request the capability, how files and commands grant it, what a grant covers, and the texts that
 * describe it.
 */
@NullMarked
package org.vexhost.loader.capability;

import org.jspecify.annotations.NullMarked;
