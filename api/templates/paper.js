const part = id => document.getElementById(id)
const words = document.body.dataset
const SIZES = { landscape: [1122.5, 793.7], portrait: [793.7, 1122.5] } // A4 in CSS pixels
const ROOM = 24 // around the page
const LARGEST = 1.25
const PAUSE = 350

const asked = { form: words.form, ...Object.fromEntries(new URLSearchParams(location.search)) }
let paper = null // the drawn form that is being looked at
let page = 1
let turn = 0 // which request for a form the answers belong to

// --- asking ---------------------------------------------------------------------------------

async function ask(address, body) {
  const options = body && {
    method: "POST", body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-Taizhang": "1" },
  }
  const answer = await fetch(address, options)
  const told = await answer.json()
  if (told.error && !told.paper) throw Object.assign(new Error(told.error.message), { status: answer.status })
  return told
}

/** Draws a form as a file of some kind; resolves when it is there, tells how far it is meanwhile. */
async function draw(wanted, isWanted = () => true) {
  showWork(null, wanted.format)
  let told = await ask("/api/paper", wanted)
  while (told.state === "waiting" || told.state === "running") {
    await new Promise(done => setTimeout(done, PAUSE))
    if (!isWanted()) return null
    told = await ask(`/api/paper/${told.paper}`)
    showWork(told, wanted.format)
  }
  if (told.error) throw new Error(told.error.message)
  return told
}

function showWork(told, format) {
  part("working").hidden = false
  const isCounted = told?.total > 0 && told.done < told.total // after the last row a PDF is still to be made
  part("bar").max = isCounted ? told.total : 1
  if (isCounted) part("bar").value = told.done
  else part("bar").removeAttribute("value")
  part("done").textContent = isCounted
    ? words.rows.replace("{done}", told.done.toLocaleString("en")).replace("{total}", told.total.toLocaleString("en"))
    : words[format === "pdf" ? "converting" : "making"]
}

function show(problem) {
  part("working").hidden = true
  part("trouble").hidden = !problem
  if (problem) part("trouble").textContent = problem instanceof TypeError ? words.unreachable : problem.message
}

// --- looking --------------------------------------------------------------------------------

async function start() {
  const mine = (turn += 1)
  paper = null
  buttons(false)
  part("hint").hidden = true
  show(null)
  try {
    const told = await draw(asked, () => mine === turn)
    if (!told || mine !== turn) return
    paper = told
    show(null)
    buttons(true)
    part("turn").hidden = false
    go(Math.min(page, paper.pages))
  } catch (problem) {
    if (mine === turn) show(problem)
  }
}

function buttons(areOn) {
  for (const button of document.querySelectorAll("#take [data-format], #print")) button.disabled = !areOn
}

function orientation(number) {
  let before = 0
  return paper.sheets.find(sheet => number <= (before += sheet.pages)).orientation
}

function go(number) {
  page = Math.min(Math.max(1, number || 1), paper.pages)
  part("page").value = page
  part("count").textContent = `/ ${paper.pages}`
  part("before").disabled = page === 1
  part("after").disabled = page === paper.pages
  part("sheet").contentWindow.location.replace(`/api/paper/${paper.paper}/pages/${page}`)
}

function fit() {
  if (!paper) return
  const [width, height] = SIZES[orientation(page)]
  const scale = Math.min(LARGEST, (part("desk").parentElement.clientWidth - ROOM) / width)
  const sheet = part("sheet")
  Object.assign(sheet.style, { width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` })
  Object.assign(part("desk").style, { width: `${width * scale}px`, height: `${height * scale}px` })
}

part("sheet").addEventListener("load", () => {
  if (!paper) return
  const isPage = part("sheet").contentDocument?.querySelector(".page")
  if (!isPage) return start() // thrown away meanwhile: draw it again
  part("sheet").dataset.page = page
  part("desk").classList.add("there")
  fit()
  document.querySelector("main").scrollTo(0, 0)
})
addEventListener("resize", fit)
part("before").addEventListener("click", () => go(page - 1))
part("after").addEventListener("click", () => go(page + 1))
part("page").addEventListener("change", event => go(Number(event.target.value)))
addEventListener("keydown", event => {
  const step = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 }[event.key]
  if (!step || !paper || event.target.matches("input, select") || part("why").open) return
  event.preventDefault()
  go(page + step)
})
for (const box of document.querySelectorAll("[data-only]")) {
  box.addEventListener("change", () => { page = 1; asked[box.dataset.only] = box.value; start() })
}
part("lang").addEventListener("change", event => { asked.lang = event.target.value; start() })

// --- taking away ----------------------------------------------------------------------------

async function take(format) {
  buttons(false)
  try {
    const told = format === "xlsx" ? paper : await draw({ ...asked, format })
    show(null)
    const link = document.createElement("a")
    link.href = `/api/paper/${told.paper}/file`
    link.download = ""
    document.body.append(link)
    link.click()
    link.remove()
  } catch (problem) {
    show(problem)
  }
  buttons(true)
}
for (const button of document.querySelectorAll("[data-format]")) {
  button.addEventListener("click", () => take(button.dataset.format))
}

function hint(text) {
  part("hint").hidden = false
  part("hint").textContent = text
}
part("no-pdf")?.addEventListener("click", event => hint(event.target.title))

part("print").addEventListener("click", () => {
  if (paper.pages > Number(words.most)) return hint(words.tooMany)
  document.querySelector(".away")?.remove()
  const all = document.createElement("iframe")
  all.className = "away"
  all.addEventListener("load", () => { all.contentWindow.focus(); all.contentWindow.print() })
  all.src = `/api/paper/${paper.paper}/pages/1-${paper.pages}`
  document.body.append(all)
})

part("full")?.addEventListener("click", () => { part("reason").value = ""; part("why").showModal() })
part("no").addEventListener("click", () => part("why").close(""))
part("why").addEventListener("close", () => {
  const reason = part("reason").value.trim()
  if (part("why").returnValue !== "yes" || !reason) return
  Object.assign(asked, { full: "1", reason })
  part("why").returnValue = ""
  part("full").disabled = true
  start()
})

start()
