import type { ReactNode } from 'react'
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Tooltip,
  TooltipTrigger,
} from 'react-aria-components'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  readonly look?: 'normal' | 'primary' | 'accept' | 'plain'
  readonly small?: boolean
  readonly icon?: boolean
  /** Whether its name shows where the pointer rests; icons do anyway. */
  readonly tip?: boolean
  readonly className?: string
  readonly children: ReactNode
}

/** A button in one of the few looks there are. An `icon` button needs an `aria-label`, which shows where the pointer rests. */
export function Button({ look = 'normal', small, icon, tip, className, children, ...props }: ButtonProps) {
  const names = [
    'btn',
    look !== 'normal' && `btn-${look}`,
    small && 'btn-small',
    icon && 'btn-icon',
    className,
  ]
  const button = (
    <AriaButton className={names.filter(Boolean).join(' ')} {...props}>
      {children}
    </AriaButton>
  )
  const name = props['aria-label']
  return (icon || tip) && name ? <Tipped words={name}>{button}</Tipped> : button
}

/** Shows `words` where the pointer rests on what it holds, or the keyboard stops at it. */
export function Tipped({ words, children }: { readonly words: string; readonly children: ReactNode }) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Tooltip className="tooltip" placement="bottom" offset={6}>
        {words}
      </Tooltip>
    </TooltipTrigger>
  )
}
