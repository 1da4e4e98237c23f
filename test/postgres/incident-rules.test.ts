import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { IncidentRoom } from '../harness/incident-room.ts';

/** What the slice carries out of the rules on who must know, on the real runtime; which rules hold for what is test/policy. */
describe('the rules of regulations on incidents', () => {
  let test: TestDatabase;
  let room: IncidentRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new IncidentRoom(test.database);
  });
  afterAll(() => test.drop());
  const at = (time: string) => room.until(`2026-12-01T${time}`);

  describe('an hour to an authority outside', () => {
    const open = async () => {
      await room.goesBy(['holiday-duty-notice'], { lead: ['duty-leader'] });
      await room.reports('an', '重大 3 号楼事故');
    };

    it('a matter goes to the duty leader once it is verified, not before [holiday-duty-notice-10]', async () => {
      await open();
      expect(await room.notices()).toContain('lead to duty-leader waiting 10:30');
      expect(room.got('lead')).toBe(0);
      const form = await room.pressesCard('an', '核实…');
      expect(says(await room.fills('an', form, { who: '安平', what: '' }))).toContain('要填');
      await room.fills('an', form, { who: '安平', what: '现场看过,两人受伤' });
      await room.settle();
      expect(await room.notices()).toContain('lead to duty-leader told 10:30');
      expect(room.reads('lead')).toContain('安平 · 现场看过,两人受伤');
    });

    it('its reporter is reminded to verify before the half hour is over [holiday-duty-notice-10]', async () => {
      await open();
      await at('10:14:59');
      expect(room.reads('an')).not.toContain('等核实","');
      await at('10:15');
      expect(room.reads('an')).toContain('报带班领导还有 15 分钟');
    });

    it('a minor one goes nowhere by that rule [holiday-duty-notice-10]', async () => {
      await room.goesBy(['holiday-duty-notice'], { lead: ['duty-leader'] });
      await room.reports('an', '一般 3 号楼纠纷');
      expect((await room.notices()).join()).not.toContain('province-duty-room');
    });

    it('the duty room of the province is reached by hand, whatever is verified, and in the hour is in time [holiday-duty-notice-11]', async () => {
      await open();
      expect(await room.notices()).toContain('- to province-duty-room told 11:00');
      await at('10:59');
      const form = await room.pressesCard('an', '已通知 省委、省政府值班室…');
      expect(JSON.stringify(form)).toContain('还没有核实');
      expect(says(await room.fills('an', form, { who: '', how: 'phone', when: '10:59' }))).toContain('要填');
      await room.fills('an', form, { who: '省值班室 王主任', how: 'phone', when: '10:59' });
      await room.settle();
      expect(await room.notices()).toContain('- to province-duty-room delivered 11:00');
      expect(room.reads('an')).toContain('10:59 已通知到:省值班室 王主任 · 电话');
      expect(room.reads('an')).not.toContain('逾期');
    });

    it('a minute after the hour it is late, and says so [holiday-duty-notice-11]', async () => {
      await open();
      await at('10:30');
      expect(room.reads('an')).toContain('报省委、省政府值班室还有 30 分钟');
      expect(room.reads('zhang')).not.toContain('值班室已过时限');
      await at('11:00');
      expect(room.reads('an')).toContain('报省委、省政府值班室已过时限 12月1日(周二)11:00');
      expect(room.reads('zhang')).toContain('值班室已过时限');
      await at('11:01');
      await room.fillsCard('an', '已通知 省委、省政府值班室…', { who: '王主任', how: 'fax', when: '11:01' });
      expect(room.reads('an')).toContain('王主任 · 传真 · 逾期');
    });

    it('its hour begins when it was known, not when it was reported [holiday-duty-notice-11]', async () => {
      await room.goesBy(['holiday-duty-notice'], { lead: ['duty-leader'] });
      const form = await room.types('an', '上报');
      await room.fills('an', form, { line: '重大 3 号楼事故', known: '09:20' });
      await room.settle();
      expect(await room.notices()).toContain('- to province-duty-room told 10:20');
    });

    it('two who confirm it at once confirm it once [holiday-duty-notice-11]', async () => {
      await open();
      const [one] = await room.db.query<{ id: string }>("SELECT id::text AS id FROM incident_notice WHERE word = 'province-duty-room'", []);
      const values = { who: '王主任', how: 'phone', when: '10:00' };
      const submit = (code: string) => room.ask(code, { kind: 'submit', route: 'incident.reach', args: { notice: one?.id ?? '' }, values });
      const replies = await Promise.all([submit('an'), submit('zhang')]);
      expect(replies.map(says).filter((text) => text.includes('已经有人办过了'))).toHaveLength(1);
      expect((await room.only()).lines.filter((kind) => kind === 'delivered')).toHaveLength(1);
    });
  });

  describe('level by level', () => {
    it('the next level is told without more [telecom-instructions-06]', async () => {
      await room.goesBy(['telecom-instructions']);
      await room.reports('an', '发生严重差错');
      expect(await room.notices()).toEqual(['zhang to superior told 10:30']);
      await room.fillsCard('an', '报上级…', { level: '2' });
      expect(await room.notices()).toContain('lin up superior told');
    });

    it('a level is not skipped without an emergency: refused with the rule and what would work [telecom-instructions-06]', async () => {
      await room.goesBy(['telecom-instructions']);
      await room.reports('an', '发生严重差错');
      const reply = says(await room.fillsCard('an', '报上级…', { level: '3' }));
      for (const part of ['不能越级', '先报 林主管', 'telecom-instructions-06', '情况紧急吗']) expect(reply).toContain(part);
      expect((await room.notices()).join()).not.toContain('wang');
    });

    it('in an emergency it is, and whoever was passed over is told; the reporter is reminded until they know [telecom-instructions-07]', async () => {
      await room.goesBy(['telecom-instructions']);
      await room.reports('an', '发生严重差错');
      const { id } = await room.only();
      await room.ask('an', { kind: 'press', route: 'incident.fact', args: { id, fact: 'emergency', value: 'yes' } });
      await room.fillsCard('an', '报上级…', { level: '3', text: '联系不上林主管' });
      expect(await room.notices()).toEqual(expect.arrayContaining(['wang up superior told', 'lin skipped skipped-superior told']));
      expect(room.reads('lin')).toContain('越过你先报了上级');
      expect(room.reads('an')).not.toContain('记得告诉');
      await at('10:10');
      expect(room.reads('an')).toContain('记得告诉被越过的 林主管');
      const before = room.got('an');
      await at('10:40');
      expect(room.got('an')).toBeGreaterThan(before);
      await room.pressesCard('lin', '收到');
      const known = room.got('an');
      await at('11:40');
      expect(room.reads('an').split('记得告诉').length - 1).toBe(2);
      expect(room.got('an')).toBeGreaterThanOrEqual(known);
    });
  });

  describe('no answer', () => {
    it('is waited for half an hour, then the next above is asked [telecom-team-lead-02]', async () => {
      await room.goesBy(['telecom-team-lead'], { zhang: ['department-director'] });
      await room.reports('an', '疑难问题答不上来');
      await at('10:29:59');
      expect(await room.notices()).toEqual(['zhang to department-director told 10:30']);
      await at('10:30');
      expect(await room.notices()).toEqual(['zhang to department-director unanswered 10:30', 'lin up superior told']);
      expect(room.reads('an')).toContain('没有答复');
      expect(room.reads('an')).toContain('已报 林主管');
      await at('10:40');
      expect(await room.notices()).toContain('wang up superior told');
    });

    it('in time keeps it where it is [telecom-team-lead-02]', async () => {
      await room.goesBy(['telecom-team-lead'], { zhang: ['department-director'] });
      await room.reports('an', '疑难问题答不上来');
      await at('10:29:59');
      await room.pressesCard('zhang', '收到');
      await at('12:00');
      expect(await room.notices()).toEqual(['zhang to department-director answered 10:30']);
    });

    it('of one of three is enough: the others are told and nobody above is asked [property-security-duty-06]', async () => {
      await room.goesBy(['property-security-duty'], { ban: ['shift-lead'], dui: ['guard-captain'], bu: ['department-head'] });
      await room.reports('an', '有情况 西门');
      await at('10:10');
      await room.pressesCard('dui', '收到');
      await at('10:31');
      expect(await room.notices()).toEqual([
        'bu to department-head unanswered 10:30',
        'dui to guard-captain answered 10:30',
        'ban to shift-lead unanswered 10:30',
      ]);
      await room.fillsCard('an', '处置完毕…', { text: '劝离' });
      await room.fillsCard('an', '结束…', { text: '没事了' });
      expect(await room.only()).toMatchObject({ state: 'closed' });
    });

    it('where the regulation says at once is waited for five minutes [student-office-duty-06]', async () => {
      await room.goesBy(['student-office-duty'], { lao: ['guiding-teacher'] });
      await room.reports('an', '学生晕倒 紧急情况');
      await at('10:04:59');
      expect((await room.notices()).join()).not.toContain('unanswered');
      await at('10:05');
      expect((await room.notices()).join()).toContain('lao to guiding-teacher unanswered 10:05');
    });
  });

  describe('one after the other', () => {
    it('the administrator hears once the captain answered [center-security-2-03]', async () => {
      await room.goesBy(['center-security-2'], { guan: ['centre-admin'], dui: ['guard-captain'] });
      await room.reports('an', '单车被盗');
      expect(await room.notices()).toEqual(['dui to guard-captain told', 'guan then centre-admin waiting']);
      expect(room.got('guan')).toBe(0);
      await room.pressesCard('dui', '收到');
      expect(await room.notices()).toContain('guan then centre-admin told');
      expect(room.reads('guan')).toContain('前一级已经知道');
    });

    it('or where the captain does not answer [center-security-2-03]', async () => {
      await room.goesBy(['center-security-2'], { guan: ['centre-admin'], dui: ['guard-captain'] });
      await room.reports('an', '单车被盗');
      await at('10:09:59');
      expect(room.got('guan')).toBe(0);
      await at('10:10');
      expect(await room.notices()).toEqual(['dui to guard-captain unanswered', 'guan then centre-admin told']);
    });

    it('first the duty leader, then those concerned, whom somebody names [secrecy-office-duty-18]', async () => {
      await room.goesBy(['secrecy-office-duty'], { lead: ['duty-leader'] });
      await room.reports('an', '紧急情况 重大 机房');
      expect(await room.notices()).toContain('- then person-concerned waiting 10:30');
      await room.pressesCard('lead', '收到');
      expect(await room.notices()).toContain('- then person-concerned told 10:30');
      await room.fillsCard('an', '指定 有关人员…', { who: 'U-bai' });
      expect(await room.notices()).toContain('bai then person-concerned told 10:30');
    });

    it('an urgent one that is not major goes to the duty leader alone [secrecy-office-duty-14]', async () => {
      await room.goesBy(['secrecy-office-duty'], { lead: ['duty-leader'] });
      await room.reports('an', '紧急情况 一般 机房');
      expect((await room.notices()).filter((line) => !line.includes('duty-leader'))).toEqual([]);
    });
  });

  describe('what decides who is told', () => {
    it('what is urgent goes to the leader concerned, what is serious does not [property-security-duty-09]', async () => {
      await room.goesBy(['property-security-duty'], { ling: ['leader-concerned'] });
      await room.reports('an', '出事 严重');
      expect((await room.notices()).join()).not.toContain('leader-concerned');
      await room.goesBy(['property-security-duty'], { ling: ['leader-concerned'] });
      await room.reports('an', '出事 紧急');
      expect(await room.notices()).toContain('ling to leader-concerned told');
    });

    it('within one’s authority it is handled first and the superior hears afterwards [company-duty-14]', async () => {
      await room.goesBy(['company-duty']);
      await room.reports('an', '发生事件 能处理');
      expect(await room.notices()).toEqual([]);
      expect(room.reads('an')).toContain('先处置');
      await room.fillsCard('an', '处置完毕…', { text: '已劝离' });
      expect(await room.notices()).toEqual(['zhang to superior told']);
    });

    it('beyond it, or where nobody said, the supervising leader is told at once [company-duty-15]', async () => {
      await room.goesBy(['company-duty']);
      await room.reports('an', '发生事件');
      expect(await room.notices()).toEqual(['lin to supervising-leader told 10:05']);
      await room.pressesCard('an', '是');
      expect(await room.notices()).toEqual(['lin to supervising-leader told 10:05']);
      expect(room.reads('an')).toContain('在你的职权内能处理吗? 是');
    });

    it('a dispute goes to human resources within the half hour [factory-guard-duty-08]', async () => {
      await room.goesBy(['factory-guard-duty'], { ren: ['hr'] });
      await room.reports('an', '门口吵架');
      expect(await room.notices()).toEqual(['ren to hr told 10:30']);
    });

    it('any other problem goes to the superior [factory-guard-duty-13]', async () => {
      await room.goesBy(['factory-guard-duty'], { ren: ['hr'] });
      await room.reports('an', '门锁有问题');
      expect(await room.notices()).toEqual(['zhang to superior told 10:30']);
    });

    it('a hazard within five minutes, with what to do [center-security-2-13]', async () => {
      await room.goesBy(['center-security-2'], { guan: ['centre-admin'] });
      await room.reports('an', '大厅有安全隐患');
      expect(await room.notices()).toEqual(['guan to centre-admin told 10:05']);
      expect(room.reads('an')).toContain('情况严重就报警 110');
      expect(room.sees('guan').at(-1)).toMatchObject({ urgent: true });
    });

    it('a standby driver may be called after five, not before; nobody has to [secrecy-office-duty-23]', async () => {
      const open = async (hour: string) => {
        await room.goesBy(['secrecy-office-duty'], { si: ['standby-driver'] });
        room.now = room.at(`2026-12-01T${hour}`);
        await room.reports('an', '被召回单位');
      };
      await open('16:59');
      expect((await room.notices()).join()).not.toContain('standby-driver');
      await open('17:00');
      expect(await room.notices()).toEqual(['si to standby-driver waiting']);
      expect(room.got('si')).toBe(0);
      await room.pressesCard('an', '叫 代班司机');
      expect(await room.notices()).toEqual(['si to standby-driver told']);
      await room.fillsCard('an', '处置完毕…', { text: '到了' });
      await room.fillsCard('an', '结束…', { text: '到了' });
      expect(await room.only()).toMatchObject({ state: 'closed' });
    });

    it('a major fault goes to the department above, a minor one does not [maintenance-duty-17]', async () => {
      await room.goesBy(['maintenance-duty'], { shang: ['superior-department'] });
      await room.reports('an', '光缆中断 一般');
      expect((await room.notices()).join()).not.toContain('superior-department');
      const { id } = await room.only();
      await room.ask('an', { kind: 'press', route: 'incident.fact', args: { id, fact: 'insufficient_force', value: 'yes' } });
      await room.settle();
      expect(await room.notices()).toContain('shang to superior-department told 10:05');
    });
  });

  describe('what has to be there first', () => {
    it('fraud at a station goes to headquarters with evidence only [posted-staff-21]', async () => {
      await room.goesBy(['posted-staff'], { zong: ['headquarters'] });
      await room.reports('an', '站点弄虚作假');
      expect(await room.notices()).toEqual(['zong to headquarters waiting']);
      await room.fillsCard('an', '证据…', { who: '安平', what: '工单照片 3 张,在共享盘' });
      expect(await room.notices()).toEqual(['zong to headquarters told']);
    });

    it('a complaint with the press in it is major, and is closed only once the solution is carried out [posted-staff-32]', async () => {
      await room.goesBy(['posted-staff'], { zong: ['headquarters'] });
      await room.reports('an', '客户投诉维修');
      expect((await room.notices()).join()).not.toContain('headquarters told');
      await room.fillsCard('an', '回答…', { value: 'press' });
      expect(await room.only()).toMatchObject({ severity: 'major' });
      expect(await room.notices()).toContain('zong to headquarters told 10:30');
      await room.pressesCard('zong', '收到');
      await room.fillsCard('an', '处置完毕…', { text: '换新机' });
      const form = await room.pressesCard('an', '结束…');
      const no = { text: '客户满意', when_solution_carried_out: 'no' };
      expect(says(await room.fills('an', form, no))).toContain('还没有解决方案已落实');
      await room.fills('an', form, { ...no, when_solution_carried_out: 'yes' });
      expect(await room.only()).toMatchObject({ state: 'closed' });
    });

    it('a major matter is registered, and so it goes on [front-desk-duty-10]', async () => {
      await room.goesBy(['front-desk-duty']);
      await room.reports('an', '重大事项 领导来访');
      expect(await room.notices()).toEqual(['zhang to superior told 10:30']);
      expect((await room.only()).lines).toContain('entry');
    });

    it('what is unsolved goes to the director in writing, not before [telecom-followup-04]', async () => {
      await room.goesBy(['telecom-followup'], { zhu: ['department-director'] });
      await room.reports('an', '升级投诉 断线');
      expect(await room.notices()).toEqual(['zhu to department-director waiting']);
      await room.fillsCard('an', '写报告…', { course: '断线三次', handling: '已换线' });
      expect(await room.notices()).toEqual(['zhu to department-director told']);
      expect(room.reads('zhu')).toContain('报告已交');
    });
  });
});
