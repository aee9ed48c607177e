/** The band under the views that tells of the Taylor model, its button, and the point on the map that the hand can take. */

const ORDERS = [1, 2, 3, 4];

export const MODEL = `
  <button type="button" name="model" aria-pressed="false" aria-label="Local model on the map (M)" title="Taylor’s local model at the ball (M)">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 6c4 14 14 14 18 0M4 21 21 12"/></svg><span>Model</span>
  </button>
`;

export const HTML = `
  <section class="modelled" aria-label="Taylor model" hidden>
    <div class="told">
      <p class="which"><i class="swatch"></i><b></b><span class="where"></span><span class="kind"></span></p>
      <p class="says"></p>
      <div class="equation" tabindex="0" role="region" aria-label="The model as a formula"></div>
    </div>
    <div class="dials">
      <fieldset><legend>order</legend>
        ${ORDERS.map((k) => `<label><input type="radio" name="order" value="${k}"><span>${k}</span></label>`).join("")}
      </fieldset>
      <fieldset><legend>show</legend>
        <label><input type="radio" name="shows" value="circle" checked><span>circle</span></label>
        <label><input type="radio" name="shows" value="steps"><span>steps</span></label>
      </fieldset>
      <label class="radius">radius <input type="range" min="0" max="1" step="0.005"><output></output></label>
      <button type="button" name="ball" hidden>Back to the ball</button>
    </div>
    <div class="errors"></div>
    <button type="button" name="close" aria-label="Close (Escape)" title="Close (Escape)">✕</button>
  </section>
`;

export const HANDLE = `<button type="button" class="model-point" hidden><span></span></button>`;
