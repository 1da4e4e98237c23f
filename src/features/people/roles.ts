import type { Locale, Words } from '../../core/locale.ts';

interface RoleEntry {
  readonly name: Words;
  /** Leads the desk it is held on: decides, is told of what goes wrong, may change people and settings. */
  readonly leads: boolean;
  /** An office whose people arrange the roster: they decide as leads do, but do not lead the shift they stand in. */
  readonly office?: true;
}

const role = (zh: string, en: string): RoleEntry => ({ name: { zh, en }, leads: false });
const lead = (zh: string, en: string): RoleEntry => ({ name: { zh, en }, leads: true });
const office = (zh: string, en: string): RoleEntry => ({ name: { zh, en }, leads: true, office: true });

/** Every role a person can hold on a desk. The keys are those regulations use. */
export const roles = {
  'desk-admin': lead('管理员', 'desk admin'),
  'guard-captain': lead('保安队长', 'guard captain'),
  'shift-lead': lead('值班长', 'shift lead'),
  'team-lead': lead('班长', 'team lead'),
  'duty-leader': lead('带班领导', 'duty leader'),
  'duty-manager': lead('值班经理', 'duty manager'),
  'head-of-duty': lead('值班总负责人', 'head of duty'),
  'supervising-leader': lead('主管领导', 'supervising leader'),
  supervisor: lead('主管', 'supervisor'),
  manager: lead('经理', 'manager'),
  'department-head': lead('部门负责人', 'department head'),
  'department-manager': lead('部门经理', 'department manager'),
  'department-supervisor': lead('部门主管', 'department supervisor'),
  'department-director': lead('客服部主任', 'department director'),
  'general-manager': lead('总经理', 'general manager'),
  'day-shift-lead': lead('日班班长', 'day shift lead'),
  'station-lead': lead('站长', 'station lead'),
  'regional-lead': lead('区域分管领导', 'regional lead'),
  'unit-head': lead('单位负责人', 'unit head'),
  'window-lead': lead('窗口负责人', 'window lead'),
  'centre-leader': lead('中心领导', 'centre leader'),
  'centre-director': lead('客服中心主任', 'centre director'),
  'centre-head': lead('监控中心领导', 'head of the centre'),
  'centre-admin': lead('中心管理人员', 'centre administrator'),
  'cs-supervisor': lead('客服主管', 'customer service supervisor'),
  'cs-centre-manager': lead('客服中心经理', 'customer service manager'),
  'customer-supervisor': lead('客户主管', 'customer supervisor'),
  'engineering-director': lead('工程部主任', 'engineering director'),
  'security-head': lead('安保部门负责人', 'head of security'),
  'bureau-leader': lead('局主要领导', 'bureau leader'),
  'city-safety-lead': lead('市安全责任领导', 'city safety lead'),
  'county-safety-lead': lead('县安全责任领导', 'county safety lead'),
  'province-bureau-leaders': lead('省局领导', 'provincial bureau leader'),
  'city-bureau-leaders': lead('市局领导', 'city bureau leader'),
  'county-bureau-leaders': lead('县局领导', 'county bureau leader'),
  'responsible-leader': lead('责任领导', 'responsible leader'),
  'company-leaders': lead('公司领导', 'company leader'),
  'leader-concerned': lead('有关领导', 'leader concerned'),
  'upper-leader': lead('上级领导', 'upper leader'),
  foreman: lead('领班', 'foreman'),
  principal: lead('校长', 'principal'),
  'general-section': office('综合科', 'general section'),
  secretariat: office('秘书处', 'secretariat'),
  department: office('部门值班安排人', "department's duty planner"),
  'centre-office': office('中心办公室', 'centre office'),
  'party-group': lead('局党组', 'party group'),
  staff: role('员工', 'staff'),
  headquarters: role('总部', 'headquarters'),
  'superior-department': role('上级有关部门', 'superior department'),
  'department-concerned': role('有关部门', 'department concerned'),
  'head-of-department-concerned': role('有关部门负责人', 'head of the department concerned'),
  'issuing-department': role('发文部门', 'issuing department'),
  'business-analysis-group': role('业务分析组', 'business analysis group'),
  'service-analysis-meeting': role('服务分析例会', 'service analysis meeting'),
  'service-centre': role('服务中心', 'service centre'),
  'confidential-room': role('机要室', 'confidential room'),
  'duty-officer': role('值班员', 'duty officer'),
  'duty-worker': role('值勤工人', 'duty worker'),
  guard: role('保安', 'guard'),
  'patrol-guard': role('巡逻员', 'patrol guard'),
  'standby-driver': role('代班司机', 'stand-by driver'),
  'vehicle-manager': role('车管人员', 'vehicle manager'),
  'customer-service': role('客服人员', 'customer service'),
  'customer-representative': role('客户代表', 'customer representative'),
  representative: role('业务代表', 'service representative'),
  'quality-inspector': role('质检员', 'quality inspector'),
  'follow-up-seat': role('回访员', 'follow-up seat'),
  senior: role('高级工', 'senior worker'),
  intermediate: role('中级工', 'intermediate worker'),
  junior: role('初级工', 'junior worker'),
  technician: role('技术员', 'technician'),
  'engineering-duty': role('工程部值班员', 'engineering duty'),
  'property-assistant': role('物业助理', 'property assistant'),
  'front-desk': role('前台', 'front desk'),
  announcer: role('播音员', 'announcer'),
  'site-supervisor': role('现场监管员', 'site supervisor'),
  'ship-keeper': role('船管员', 'ship keeper'),
  'provincial-centre': role('省监控中心', 'provincial centre'),
  'city-centre': role('市监控中心', 'city centre'),
  'city-centres': role('各市监控中心', 'city centres'),
  'county-centre': role('县监控中心', 'county centre'),
  'city-bureau': role('市海事局', 'city bureau'),
  'county-bureau': role('县局', 'county bureau'),
  'county-office': role('县海事处', 'county office'),
  township: role('乡镇', 'township'),
  'township-leader': role('乡镇领导', 'township leader'),
  maintainer: role('维护单位', 'maintainer'),
  contractor: role('承建商', 'contractor'),
  'network-operator': role('运营商', 'network operator'),
  'province-duty-officer': role('省监控中心值班员', 'provincial duty officer'),
  'city-duty-officer': role('市级监控中心值班员', 'city duty officer'),
  'county-duty-officer': role('县级监控中心值班员', 'county duty officer'),
  'document-keeper': role('机要员', 'document keeper'),
  'secrecy-officer': role('保密员', 'secrecy officer'),
  'safety-officer': role('安全员', 'safety officer'),
  'extinguisher-keeper': role('消防器材保管人', 'extinguisher keeper'),
  officials: role('机关干部', 'official'),
  'guiding-teacher': role('指导老师', 'guiding teacher'),
  'staff-representative': role('员工代表', 'staff representative'),
  administrator: role('物业管理员', 'property administrator'),
  hr: role('人力资源', 'human resources'),
  'channel-assistant': role('渠道助理', 'channel assistant'),
  'channel-engineer': role('渠道工程师', 'channel engineer'),
  'channel-manager': lead('渠道经理', 'channel manager'),
  'channel-lead': lead('渠道负责人', 'channel lead'),
  'account-manager': role('外派客户经理', 'posted account manager'),
  'spares-manager': role('备件管理员', 'spares manager'),
  'posted-staff': role('外派人员', 'posted staff'),
  deputy: role('职务代理人', 'deputy'),
} as const satisfies Record<string, RoleEntry>;

export type RoleCode = keyof typeof roles;

/** Words of regulations for somebody who is found by where they stand to a request or a case, or who is outside the organisation; nobody holds them. */
const relations: Readonly<Record<string, Words>> = {
  requester: { zh: '申请人', en: 'asker' },
  partner: { zh: '对方', en: 'other side' },
  subject: { zh: '当事人', en: 'person concerned' },
  superior: { zh: '直属上级', en: 'superior' },
  'superior-of-superior': { zh: '上级的上级', en: "superior's superior" },
  'team-lead-of-requester': { zh: '申请人的班长', en: "asker's team lead" },
  'team-lead-of-partner': { zh: '对方的班长', en: "other side's team lead" },
  'former-department': { zh: '调出部门', en: 'former department' },
  'all-staff': { zh: '全体员工', en: 'all staff' },
  'whole-unit': { zh: '全员', en: 'the whole unit' },
  outgoing: { zh: '交班人', en: 'whoever hands over' },
  incoming: { zh: '接班人', en: 'relief' },
  'person-concerned': { zh: '有关人员', en: 'those concerned' },
  attendees: { zh: '参会人员', en: 'attendees' },
  borrower: { zh: '借阅人', en: 'borrower' },
  'direct-handler': { zh: '经手人', en: 'person directly involved' },
  'guard-of-shift': { zh: '当班保安', en: 'guard of the shift' },
  'skipped-superior': { zh: '被越过的上级', en: 'superior passed over' },
  'guard-company': { zh: '保安公司', en: 'guard company' },
  'province-duty-room': { zh: '省委、省政府值班室', en: 'provincial duty rooms' },
  'province-emergency-office': { zh: '省政府应急办', en: 'provincial emergency office' },
  'province-maritime-leaders': { zh: '省海事局领导', en: 'leaders of the provincial maritime bureau' },
  'province-transport-department': { zh: '省交通运输厅', en: 'provincial transport department' },
  'local-government': { zh: '当地政府', en: 'local government' },
  'plan-units': { zh: '预案相关单位', en: 'units of the emergency plan' },
  'ship-or-unit': { zh: '船舶或相关单位', en: 'ship or unit concerned' },
  police: { zh: '公安', en: 'police' },
};

const byCode: ReadonlyMap<string, RoleEntry> = new Map(Object.entries(roles));

export const isRole = (code: string): code is RoleCode => byCode.has(code);

/** True for a role that leads its desk; false also for a role that is not in the table. */
export const leads = (code: string): boolean => byCode.get(code)?.leads ?? false;

/** True for a role whose holder leads a shift they stand in, where the roster does not say who does. */
export const leadsShift = (code: string): boolean => leads(code) && byCode.get(code)?.office !== true;

/** Every role that leads its desk. */
export const leadingRoles: readonly string[] = [...byCode].filter(([, entry]) => entry.leads).map(([code]) => code);

/** The name of a role, or of a word that says who somebody is to the case; one that is not in the tables is shown by its code. */
export const roleName = (code: string, locale: Locale): string => (byCode.get(code)?.name ?? relations[code])?.[locale] ?? code;

/** `保安队长、管理员` · `guard captain, desk admin` */
export const roleNames = (codes: readonly string[], locale: Locale): string =>
  codes.map((code) => roleName(code, locale)).join(locale === 'zh' ? '、' : ', ');

/** Roles a form always offers; the others of the table come with a regulation that names them, or by desk file. */
const everyday = [
  'desk-admin',
  'guard-captain',
  'shift-lead',
  'team-lead',
  'duty-leader',
  'duty-manager',
  'supervising-leader',
  'supervisor',
  'manager',
  'department-head',
  'duty-officer',
  'guard',
  'patrol-guard',
  'staff',
  'customer-service',
  'front-desk',
  'technician',
] as const satisfies readonly RoleCode[];

/** The roles a form offers, in the order of the table: the everyday ones and those that are also needed (`more`). */
export function offeredRoles(more: Iterable<string>): readonly string[] {
  const offered = new Set<string>([...everyday, ...more]);
  return [...byCode.keys()].filter((code) => offered.has(code));
}
