const part = id => document.getElementById(id)

function show(progress) {
  if (progress.total) {
    part("bar").max = progress.total
    part("bar").value = progress.done
    part("count").textContent = `${progress.done.toLocaleString("en")} / ${progress.total.toLocaleString("en")}`
  }
  part("stage").textContent = progress.stage
}

async function watch() {
  try {
    const progress = await (await fetch("/setup/progress")).json()
    show(progress)
    if (progress.state === "done") return location.replace("/setup/users")
    if (progress.state === "failed") return location.replace("/setup")
  } catch { /* the server is busy or restarting: ask again */ }
  setTimeout(watch, 700)
}
watch()
