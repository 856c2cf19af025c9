// Tencent's own SDK as a robot. Every step that succeeds is printed as one line of JSON; a refusal ends the process.
const { WSClient, WecomCrypto } = require('@wecom/aibot-node-sdk');

const [, , wsUrl, botId, secret, envelope] = process.argv;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const client = new WSClient({ botId, secret, wsUrl, logger: quiet, heartbeatInterval: 200, reconnectInterval: 50 });
const say = (step, detail) => console.log(JSON.stringify({ step, ...detail }));
const attempt = (work) => work().catch((error) => {
  say('refused', { detail: error instanceof Error ? error.message : error });
  process.exit(1);
});

if (envelope) {
  const { token, aesKey, timestamp, nonce, encrypt, signature, reply } = JSON.parse(envelope);
  const crypto = new WecomCrypto(token, aesKey, '');
  say('envelope', {
    verified: crypto.verifySignature(signature, timestamp, nonce, encrypt),
    text: crypto.decrypt(encrypt),
    answer: crypto.encrypt(reply, timestamp, nonce),
  });
  process.exit(0);
}

client.on('authenticated', () => say('subscribed', {}));
client.on('disconnected', (reason) => say('disconnected', { reason }));
client.on('error', (error) => say('error', { detail: error.message }));
client.on('event.disconnected_event', () => say('displaced', {}));

client.on('event.enter_chat', (frame) => attempt(async () => {
  await client.replyWelcome(frame, { msgtype: 'text', text: { content: '您好' } });
  say('welcomed', {});
}));

client.on('message.text', (frame) => attempt(async () => {
  await client.replyStream(frame, 'stream-1', '正在查询', false);
  await client.replyStream(frame, 'stream-1', `您说：${frame.body.text.content}`, true);
  const options = [{ id: 'good', text: '好' }, { id: 'poor', text: '差' }];
  await client.sendMessage(frame.body.chatid || frame.body.from.userid, {
    msgtype: 'template_card',
    template_card: {
      card_type: 'vote_interaction',
      main_title: { title: '测评' },
      checkbox: { question_key: 'overall', mode: 0, option_list: options },
      submit_button: { text: '提交', key: 'submit' },
      task_id: 'task-of-the-sdk',
    },
  });
  say('replied', {});
}));

client.on('event.template_card_event', (frame) => attempt(async () => {
  const event = frame.body.event.template_card_event;
  await client.updateTemplateCard(frame, {
    card_type: 'text_notice',
    main_title: { title: '已收到' },
    card_action: { type: 1, url: 'https://work.weixin.qq.com/' },
    task_id: event.task_id,
  }, [frame.body.from.userid]);
  say('updated', { chosen: event.selected_items.selected_item[0].option_ids.option_id });
}));

client.on('message.file', (frame) => attempt(async () => {
  const { buffer, filename } = await client.downloadFile(frame.body.file.url, frame.body.file.aeskey);
  say('downloaded', { filename, size: buffer.length });
  const { media_id } = await client.uploadMedia(buffer, { type: 'file', filename: `回执-${filename}` });
  await client.replyMedia(frame, 'file', media_id);
  say('uploaded', { media_id });
}));

process.stdin.on('data', (line) => attempt(async () => {
  const [chat, content] = line.toString().trim().split(' ');
  await client.sendMessage(chat, { msgtype: 'markdown', markdown: { content } });
  say('pushed', {});
}));
process.stdin.on('end', () => { client.disconnect(); process.exit(0); });

client.connect();
