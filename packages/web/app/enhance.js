// Comforts on top of pages that work without: suggestions, copying a link, no double sends. Plain ES2017, sent as it is.
;(() => {
  // A form is sent once, however often the button is pressed; a page that comes back from the cache can send again.
  const sent = new WeakSet()
  document.addEventListener('submit', (event) => {
    if (sent.has(event.target)) event.preventDefault()
    else if (event.target.method === 'post') sent.add(event.target)
  })
  addEventListener('pageshow', (event) => {
    if (event.persisted) for (const form of document.forms) sent.delete(form)
  })

  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]')
    if (!button || !navigator.clipboard) return
    await navigator.clipboard.writeText(button.getAttribute('data-copy') || location.href)
    const before = button.textContent
    button.textContent = button.getAttribute('data-copied')
    setTimeout(() => {
      button.textContent = before
    }, 2000)
  })
  for (const button of document.querySelectorAll('[data-copy]')) button.hidden = !navigator.clipboard

  // Suggestions come as a native list, which every screen reader knows.
  const box = document.querySelector('input[data-suggest]')
  if (!box || !window.fetch || !window.AbortController) return
  const list = document.createElement('datalist')
  list.id = 'suggestions'
  box.after(list)
  box.setAttribute('list', list.id)
  let timer = 0
  let running = null
  box.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(suggest, 200)
  })
  async function suggest() {
    const typed = box.value.trim()
    if (running) running.abort()
    if (!typed || typed.length > 40) return
    running = new AbortController()
    try {
      const reply = await fetch(`/api/search/suggestions?q=${encodeURIComponent(typed)}`, { signal: running.signal })
      if (!reply.ok) return
      const { items } = await reply.json()
      list.replaceChildren(...items.map((item) => Object.assign(document.createElement('option'), { value: item })))
    } catch {
      // No suggestions then; the box works as it is.
    }
  }
})()
