/**
 * One class for each capability, and the list of them: how descriptors ask for it, how files and
 * commands grant it, what a grant covers, and the words for it.
 */
@NullMarked
package org.vexhost.loader.capability;

import org.jspecify.annotations.NullMarked;
