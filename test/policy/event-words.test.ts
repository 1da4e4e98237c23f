import { describe, expect, it } from 'vitest';
import { eventIn, eventWords, widerEvents } from '../../src/policy/index.ts';

const { events } = eventWords();
const eventOf = (line: string): string | null => eventIn(line, events)?.code ?? null;

it('a smell of smoke is a fire, the smell of a cigarette is not', () => {
  expect(
    ['二楼有烟味', '机房有烧焦味', '配电房有糊味', 'smell of smoke on floor 2', 'it smells burnt in the power room'].map(eventOf),
  ).toEqual(Array.from({ length: 5 }, () => 'fire'));
  expect([eventOf('走廊有香烟味'), eventOf('小心灭火器')]).toEqual([null, null]);
});

/** Lines as people type them, by the event they are about: in Chinese, then in English. */
const lines: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  problem: [
    ['二楼那边有问题', '交接的时候出了问题', '门口有麻烦'],
    ['trouble at gate 2', 'something is wrong on floor 3', 'we are having issues at the desk'],
  ],
  event: [
    ['刚才发生事件', '门口有件事要说', '昨晚出了件事'],
    ['something happened at the gate', 'something has happened on floor 2', 'there is something going on outside'],
  ],
  situation: [
    ['西门有情况', '发现情况,正在看', '后院看着不对劲'],
    ['we have a situation at the desk', 'something is odd in the lobby', 'the back door looks odd'],
  ],
  incident: [
    ['大厅出事了', '门口出状况', '昨晚的突发事件'],
    ['an incident in the lobby', 'a mishap in the kitchen', 'something bad happened at gate 1'],
  ],
  'sudden-event': [
    ['东门突发', '楼道突然发生的', '有个临时情况'],
    ['a sudden event', 'an unexpected event in the yard', 'unforeseen, at gate 4'],
  ],
  emergency: [
    ['一楼紧急', '发生紧急情况', '告急,3 号楼'],
    ['emergency in hall B', 'urgent situation at the east door', 'this is very urgent, hall C'],
  ],
  'special-situation': [
    ['特殊情况 人群聚集', '大厅特殊事件', '有特情'],
    ['special situation, a crowd at the gate', 'special circumstances in hall A', 'an exceptional situation here'],
  ],
  'important-event': [
    ['有重要事件', '重要情况要报', '一件重要的事'],
    ['an important event today', 'there is an important matter', 'something important to pass on'],
  ],
  'major-matter': [
    ['重大事项来访', '有重大情况', '出了重大问题'],
    ['a major matter for the director', 'major issue with the plan', 'major event in the city'],
  ],
  accident: [
    ['路口车祸', '停车场追尾了', '倒车撞人'],
    ['car crash at the entrance', 'two cars had a collision', 'a visitor was knocked down by a van'],
  ],
  fire: [
    ['3 号门起火', '仓库冒烟', '厨房烧起来了', '看到明火'],
    ['fire at gate 3', 'smoke from the canteen', 'the bin is burning', 'fire alarm went off in hall A', 'there are flames behind the shed'],
  ],
  injury: [
    ['有人晕倒在大厅', '工人摔倒了', '一名访客流血', '员工突发疾病'],
    [
      'someone collapsed in the hall',
      'a visitor fainted',
      'man is unconscious by lift 2',
      'a guard got hurt',
      'she tripped over a cable',
      'a visitor tripped',
      'he tripped and hit his head',
      'sudden illness at the desk',
    ],
  ],
  theft: [
    ['仓库被盗', '电动车被偷', '有人撬锁'],
    ['a laptop was stolen', 'thief on floor 3', 'someone broke into the office', 'break-in at the store'],
  ],
  violence: [
    ['大厅有人打架', '两个人打起来了', '有人持刀'],
    ['a fight in the lobby', 'two men are fighting', 'a man with a knife at the door', 'guard was attacked'],
  ],
  damage: [
    ['三楼漏水', '玻璃碎了', '护栏被撞坏'],
    ['water leak on floor 3', 'a window is broken, broken window in room 2', 'the pipe burst', 'the gate is damaged'],
  ],
  hazard: [
    ['楼梯有隐患', '消防通道堵塞', '电线裸露'],
    [
      'hazard on the stairs',
      'the fire exit is blocked exit sign off',
      'bare wire in the corridor',
      'the floor is unsafe',
      'the roof has collapsed',
      'scaffolding collapsed in the yard',
      'a tree fell down',
      'the lobby is overcrowded, overcrowded lobby',
    ],
  ],
  danger: [
    ['发现险情', '厨房燃气泄漏', '那里很危险', '天然气泄漏'],
    ['danger near the boiler', 'gas leak in the kitchen', 'there was an explosion', 'the gas is leaking', 'a leak of gas on floor 2'],
  ],
  'danger-to-equipment': [
    ['危及设备', '机房设备进水', '设备过热'],
    ['danger to equipment in room 1', 'equipment is at risk', 'the equipment is overheating'],
  ],
  'danger-to-people': [
    ['危及人身', '有人要跳楼', '有生命危险'],
    ['danger to people on site', 'people are in danger', 'a man is threatening to jump'],
  ],
  'equipment-fault': [
    ['电梯困人', '一楼停电', '门禁失灵', '电梯超载报警'],
    [
      'the lift is overloaded',
      'breaker tripped',
      'power cut in the hall',
      'the camera is not working',
      'the lift is out of order',
      'people stuck in the lift',
      'the pump broke down',
    ],
  ],
  'communication-fault': [
    ['光缆中断', '办公楼断网', '对讲机不通', '网络故障'],
    [
      'the network is down',
      'no signal on floor 2',
      'the radio is not working',
      'cable cut by a digger',
      'a line fault',
      'the phones are not working',
    ],
  ],
  'switching-operation': [
    ['10 kV 倒闸', '配电房停送电', '准备合闸'],
    ['switching operation in the substation', 'power switching at ten', 'switching work on feeder 2'],
  ],
  'suspicious-item': [
    ['大厅可疑包裹', '一楼有个没人认领的包', '门口不明包裹'],
    ['unattended bag in the lobby', 'a suspicious package by gate 1', 'abandoned suitcase near the door'],
  ],
  violation: [
    ['保安违规脱岗', '有人违反规定', '发现违章', '东门脱岗', '值班员离岗', '夜里有人睡岗', '擅离职守', '2 号岗空岗'],
    [
      'guard left post',
      'the guard has left the post',
      'guard was asleep',
      'the team broke the rules',
      'violation at the gate',
      'left post',
      'left his post',
      'the officer left his post',
      'post abandoned',
      'he abandoned his post at gate 2',
      'the post was deserted',
      'nobody at the post',
      'someone asleep on duty',
    ],
  ],
  'point-violation': [
    ['渡船超载', '没穿救生衣', '人车混渡', '渡船违章'],
    ['the ferry is overloaded', 'passengers without life jackets', 'too many passengers on board', 'violation at the ferry'],
  ],
  'centre-violation': [
    ['监控中心违规', '中心值班员脱岗', '县中心无人值守'],
    ['centre violation', 'a violation at the centre', 'the center was unattended'],
  ],
  'discipline-breach': [
    ['违反通信纪律', '有人违纪', '纪律问题'],
    ['breach of discipline', 'a discipline problem in the team', 'he broke discipline'],
  ],
  'serious-error': [
    ['严重差错', '出现重大失误', '重大差错一次'],
    ['serious error in the log', 'a serious mistake', 'grave mistake at handover'],
  ],
  'political-problem': [
    ['政治问题', '墙上有反动标语', '政治事件'],
    ['a political problem', 'political slogans on the wall', 'political leaflets in the hall'],
  ],
  'secret-leak': [
    ['发生失泄密', '文件外泄', '机密外泄'],
    ['leak of secrets', 'a document was leaked', 'data leak at the office', 'he is leaking information'],
  ],
  'out-of-scope': [
    ['超出职责', '这事不归我管', '职责以外的问题'],
    ['out of scope for us', 'this is not my job', 'beyond my duties'],
  ],
  'difficult-question': [
    ['疑难问题一个', '客户问的答不上来', '有疑难'],
    ['difficult question from a caller', 'I do not know the answer', 'a tricky question'],
  ],
  'difficult-customer': [
    ['客户无理取闹', '用户刁难', '有人胡搅蛮缠'],
    ['a difficult customer', 'rude customer at the desk', 'customer is shouting'],
  ],
  'morale-problem': [
    ['员工思想问题', '小李情绪低落', '有人不想干了'],
    ['morale problem in the team', 'low morale on nights', 'staff are unhappy'],
  ],
  complaint: [
    ['客户投诉', '接到客诉', '顾客抱怨排队'],
    ['a complaint about the queue', 'the customer complained', 'someone is complaining at the desk'],
  ],
  'escalated-complaint': [
    ['升级投诉', '客户越级投诉', '再次投诉'],
    ['an escalated complaint', 'the complaint was escalated', 'she complained to head office', 'a complaint to the head office'],
  ],
  'unsolved-after-callback': [
    ['回访未解决', '仍未解决', '回访后没解决'],
    ['unsolved after callback', 'it is still not solved', 'the problem remains'],
  ],
  'civil-dispute': [
    ['有人吵架', '两家争执', '发生口角'],
    ['a dispute about parking', 'two people arguing', 'neighbours quarrelling'],
  ],
  message: [
    ['市局来电', '来函一件', '收到传真'],
    ['message received from the city', 'a letter arrived', 'fax came from the province'],
  ],
  'urgent-business': [
    ['紧急公务', '有个急件', '紧急任务', '任务紧急'],
    ['urgent business for the office', 'an urgent task', 'urgent document to deliver'],
  ],
  'urgent-meeting': [
    ['紧急会议', '马上开会', '临时会议', '紧急召开会议'],
    ['urgent meeting at ten', 'emergency meeting in room 2', 'meeting at short notice'],
  ],
  'call-back': [
    ['被召回', '单位叫我回去', '要求返回'],
    ['I was called back', 'ordered back to the office', 'we were told to return'],
  ],
  'level-skipped': [
    ['越级报告', '他越级汇报', '跳过上级'],
    ['skipped a level', 'he went over my head', 'bypassed the manager'],
  ],
  'reported-from-below': [
    ['下级上报', '基层上报一件事', '下面报上来的'],
    ['reported from below', 'reported by a lower unit', 'a subordinate reported it'],
  ],
  'assistance-request': [
    ['请求支援', '我这里需要帮助', '求援'],
    ['we need help at gate 2', 'send help', 'request for help from the harbour', 'need backup'],
  ],
  'dangerous-goods-problem': [
    ['危险品装卸问题', '危化品撒漏', '危险货物没有申报'],
    ['dangerous goods on the quay', 'chemical spill at berth 3', 'hazardous cargo not declared', 'chemicals leaking from a drum'],
  ],
  'ship-danger': [
    ['船舶遇险', '渡船搁浅', '小船失去动力', '渡船漏水'],
    ['a ship is aground', 'boat taking on water', 'mayday from a ferry', 'the ferry is leaking', 'a boat in danger'],
  ],
  'ship-accident': [
    ['两船相撞', '渡船翻船', '有人落水', '渡船碰撞', '渡船事故'],
    [
      'a boat capsized',
      'man overboard',
      'two boats collided',
      'ship collision near the pier',
      'a collision of two ships',
      'a ferry accident',
    ],
  ],
  'station-important-news': [
    ['站点重要信息', '维修站消息', '有站点消息'],
    ['station news', 'news from the station', 'important station news'],
  ],
  'station-fraud': [
    ['维修站作假', '站点骗取费用', '假工单'],
    ['a fake claim by a station', 'forged work order', 'fraud at the repair station'],
  ],
  'unauthorised-borrowing': [
    ['擅自借用样机', '私借销售机', '借走样机'],
    ['unauthorised borrowing of a demo', 'he borrowed it, borrowed without permission', 'took a demo unit'],
  ],
  'unauthorised-dismantling': [
    ['擅自拆机', '私自拆机', '有人拆开机器'],
    ['unauthorised dismantling', 'dismantled without permission', 'took apart a phone'],
  ],
};

describe('a line names its event', () => {
  it('for every event there is, in at least three ways in each language', () => {
    expect(Object.keys(lines).toSorted()).toEqual(events.map(({ code }) => code).toSorted());
    for (const [zh, en] of Object.values(lines)) expect([zh.length >= 3, en.length >= 3]).toEqual([true, true]);
    expect(events.filter(({ words }) => words.zh.length < 3 || words.en.length < 3)).toEqual([]);
  });

  const all = events.flatMap(({ code, words }) => [...words.zh, ...words.en].map((word) => ({ code, word })));
  const isOne = (code: string, wider: string): boolean => widerEvents(code, events).includes(wider);

  it('no word stands for two events, unless the second is one of the first', () => {
    const twice = all.filter(({ code, word }, at) => {
      const first = all.findIndex((other) => other.word === word);
      return first !== at && !(all[first]?.code !== code && isOne(code, all[first]?.code ?? ''));
    });
    expect(twice).toEqual([]);
  });

  it('a word that is a part of a word of another event means its own event by itself', () => {
    const within = (word: string, longer: string): boolean =>
      /[^ -~]/.test(word) ? longer.includes(word) : ` ${longer} `.includes(` ${word} `);
    const others = all.filter(({ code, word }) =>
      all.some(
        (longer) =>
          longer.word !== word &&
          within(word, longer.word) &&
          !all.some((other) => other.word === word && isOne(longer.code, other.code)) &&
          longer.code !== code,
      ),
    );
    // What stands here was looked at: without the rest (`tripped`, `fell down`) it is far more often the one than the other.
    expect(others.map(({ code, word }) => `${word}: ${code}`)).toEqual([
      '突发: sudden-event',
      '紧急: emergency',
      'emergency: emergency',
      'collapsed: injury',
      'fell down: injury',
      '漏水: damage',
      'leaking: damage',
      'leak: damage',
      '危险: danger',
      'dangerous: danger',
      '停电: equipment-fault',
      'tripped: equipment-fault',
      '超载: point-violation',
      'overloaded: point-violation',
      'overcrowded: point-violation',
    ]);
  });

  it('a word of a post is about a centre where the rules of the desk speak of centres, else about any guard', () => {
    for (const line of ['值班员脱岗', '有人睡岗', 'the officer left his post', 'post abandoned', 'nobody at the post']) {
      expect([line, eventIn(line, events, ['violation', 'fire'])?.code]).toEqual([line, 'violation']);
      expect([line, eventIn(line, events, ['violation', 'centre-violation'])?.code]).toEqual([line, 'centre-violation']);
      expect([line, eventIn(line, events, ['centre-violation'])?.code]).toEqual([line, 'centre-violation']);
    }
    expect(eventIn('the guard left his post', events, ['centre-violation'])?.code).toBe('violation');
    expect(eventIn('着火 危险', events, ['danger'])?.code).toBe('fire');
  });

  it.each(Object.entries(lines))('%s', (code, [zh, en]) => {
    const missed = [...zh, ...en].filter((line) => eventOf(line) !== code).map((line) => `${line} → ${eventOf(line)}`);
    expect(missed).toEqual([]);
  });
});

describe('a line that only looks like it names none', () => {
  it.each([
    '今天很安静',
    '灭火器已检查',
    '火灾演习结束',
    '没有问题',
    '未发现隐患',
    '没有发生事故',
    '无人受伤',
    '情况正常',
    '访客登记完毕',
    'all quiet on the early shift',
    'the misfire of a plan',
    'fire drill at ten',
    'fire extinguishers checked',
    'smoke detector tested',
    'no smoke in the hall',
    'no problems',
    'nobody was hurt',
    'there was no damage',
    'the guard is at his post',
    'a postcard from the left',
    'the firewall was updated',
    'he fought well',
    'keys handed over',
    'guard left at 16:00 after the handover',
    'situation normal',
  ])('%s', (line) => {
    expect(eventOf(line)).toBeNull();
  });
});

it('what is denied does not hide what is so', () => {
  expect(eventOf('起火,无人受伤')).toBe('fire');
  expect(eventOf('fire in the kitchen, nobody hurt')).toBe('fire');
  expect(eventOf('no fire, but smoke from the roof')).toBe('fire');
});
