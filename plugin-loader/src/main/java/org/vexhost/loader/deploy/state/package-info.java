/**
 * The state machine of a deployment: an event leads to a new state and a list of effects. No class
 * here reads a file or a clock, or has a thread.
 */
@NullMarked
package org.vexhost.loader.deploy.state;

import org.jspecify.annotations.NullMarked;
