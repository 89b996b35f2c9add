export type Theme = 'light' | 'dark' | 'outdoor'
