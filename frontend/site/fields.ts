/** Wakes the design system's fields, also those that a swap has just brought. */
import { Button } from 'nhsuk-frontend/dist/nhsuk/components/button/button.mjs'
import { Checkboxes } from 'nhsuk-frontend/dist/nhsuk/components/checkboxes/checkboxes.mjs'
import { ErrorSummary } from 'nhsuk-frontend/dist/nhsuk/components/error-summary/error-summary.mjs'
import { Radios } from 'nhsuk-frontend/dist/nhsuk/components/radios/radios.mjs'

type Component = { readonly moduleName: string; new (root: Element): unknown }

const COMPONENTS = [Button, Checkboxes, ErrorSummary, Radios] as unknown as readonly Component[]

export function enhanceFields(within: ParentNode): void {
  for (const Kind of COMPONENTS) {
    const name = Kind.moduleName
    for (const root of within.querySelectorAll(`[data-module="${name}"]:not([data-${name}-init])`)) {
      new Kind(root)
    }
  }
}
