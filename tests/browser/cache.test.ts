import { testLastingContents } from '../unit/cache/lasting-contents';
import { testLastingDatabase } from '../unit/cache/lasting-database';

testLastingContents();
testLastingDatabase();
