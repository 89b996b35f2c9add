/** Where this browser keeps who the visitor is in their own school, whose local database and session wait. */
export const VISIT_HOME = 'visit-home'
/** The school that is still to be left. */
export const VISIT_LEAVE_OWED = 'visit-leave-owed'
