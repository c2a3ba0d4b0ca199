// What a reader takes away.

// The canvas with the current sum below it, as a PNG file.
function savePicture(view) {
  const { canvas, colours, ratio, plan } = view;
  const picture = document.createElement("canvas");
  const margin = 16;
  picture.width = Math.round((plan.width + 2 * margin) * ratio);
  picture.height = Math.round((plan.height + 64 + margin) * ratio);
  const context = picture.getContext("2d");
  context.fillStyle = colours.background;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(canvas, margin * ratio, margin * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = colours.text;
  context.font = "italic 17px serif";
  const text = [...view.sum.children].map((line) => line.textContent).join("   ");
  context.fillText(`${view.sumTitle.textContent}:  ${text}`, margin, plan.height + margin + 32, plan.width);
  picture.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "convolution.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}
