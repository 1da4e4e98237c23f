/**
 * Slack's limits, in characters unless said otherwise. From the Block Kit reference and the methods' pages; where a number is not in the
 * manual, the comment says where it comes from.
 */
export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  viewBytes: 250_000,
  /** Below the title. Not in the manual: messages were refused with `msg_blocks_too_long` at about 13,000 characters of text in blocks. */
  messageText: 12_000,
  /** Not in the manual: keeps a view of Chinese text, escaped as JSON, well under `viewBytes`. */
  viewText: 24_000,
  /** `text` of a message; Slack cuts at 40,000 and advises 4,000. */
  fallbackText: 3_000,
  header: 150,
  /** Not in the manual for rich text; the limit of a section's text is kept. */
  richText: 3_000,
  /** Not in the manual: a long list is split over several blocks. */
  richTextItems: 50,
  contextText: 2_000,
  contextElements: 10,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  buttonUrl: 3_000,
  actionId: 255,
  blockId: 255,
  overflowOptions: 5,
  optionText: 75,
  optionValue: 150,
  selectOptions: 100,
  optionGroups: 100,
  optionGroupLabel: 75,
  checkboxes: 10,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  modalTitle: 24,
  modalButton: 24,
  privateMetadata: 3_000,
  callbackId: 255,
  inputLabel: 2_000,
  inputHint: 2_000,
  inputValue: 3_000,
  placeholder: 150,
  tableRows: 100,
  tableColumns: 20,
  tableText: 10_000,
  /** One table in a message: a second one is refused with `only_one_table_allowed`. */
  tablesPerMessage: 1,
} as const;
