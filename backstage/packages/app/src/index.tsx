import '@backstage/cli/asset-types';
import '@backstage/ui/css/styles.css';
import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import berthPlugin from 'backstage-plugin-berth';
import ReactDOM from 'react-dom/client';

const app = createApp({ features: [catalogPlugin, berthPlugin] });
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
ReactDOM.createRoot(root).render(app.createRoot());
