export const home = {
  title: 'Home',
  hello: 'Welcome, {{name}}.',
};
